import type {
  Flagged,
  NewAddress,
  NewCreditCard,
  NewEmailAddress,
  NewPhoneNumber,
  PrimaryField,
  PrimaryFlags,
} from '../../store/placements.ts'
import type { Client, Company } from '../../store/records.ts'
import type { Reader } from '../../store/state.ts'
import type { Transaction } from '../../store/transaction.ts'
import { accountOfOffice, type Caller } from '../caller.ts'
import { definedFields } from '../defined-fields.ts'
import { lookUpOwn } from '../lookup.ts'
import { invalid } from '../refusal.ts'

export interface NewClient {
  readonly name: string
  readonly office_id: number | null
  readonly company: { readonly name: string } | null
  readonly company_id: number | null
  readonly tags: readonly string[]
  readonly notes: string | null
  readonly commission_junction_sid: string | null
  readonly email_addresses: readonly Flagged<NewEmailAddress>[]
  readonly addresses: readonly Flagged<NewAddress>[]
  readonly phone_numbers: readonly Flagged<NewPhoneNumber>[]
}

export const findClient = (read: Reader, caller: Caller, id: string): Client =>
  lookUpOwn(read, 'clients', id, (client) => client.account === caller.account)

export function createClient(tx: Transaction, caller: Caller, input: NewClient, entry: number): Client {
  checkOffice(tx, caller, input.office_id, entry)
  // W:9470183: a nested company is a new one every time, and cannot be given together with company_id.
  if (input.company !== null && input.company_id !== null)
    throw invalid({ company_id: ['cannot be given together with company'] }, entry)
  if (input.company_id !== null) checkCompany(tx, caller, input.company_id, entry)
  const company = input.company === null ? null : createCompany(tx, caller, input.company.name)

  const client = tx.put('clients', {
    id: tx.nextId('clients'),
    account: caller.account,
    office_id: input.office_id ?? caller.office_id,
    company_id: company?.id ?? input.company_id,
    name: input.name,
    tags: input.tags,
    notes: input.notes,
    pnr_id: null,
    commission_junction_sid: input.commission_junction_sid,
    primary_email_address_id: null,
    primary_phone_number_id: null,
    primary_address_id: null,
    primary_shipping_address_id: null,
    primary_billing_address_id: null,
    primary_credit_card_id: null,
    created_at: tx.now,
    updated_at: tx.now,
  })
  for (const each of input.email_addresses) addEmailAddress(tx, client.id, each)
  for (const each of input.addresses) addAddress(tx, client.id, each)
  for (const each of input.phone_numbers) addPhoneNumber(tx, client.id, each)
  return tx.must('clients', client.id)
}

function checkOffice(read: Reader, caller: Caller, office_id: number | null, entry: number): void {
  if (office_id === null) return
  const office = read.get('offices', office_id)
  if (office === undefined || accountOfOffice(read, office_id) !== caller.account)
    throw invalid({ office_id: [`${office_id} is not an office of your brokerage`] }, entry)
}

function checkCompany(read: Reader, caller: Caller, company_id: number, entry: number): void {
  if (read.get('companies', company_id)?.account !== caller.account)
    throw invalid({ company_id: [`${company_id} is not a company of yours`] }, entry)
}

export function createCompany(tx: Transaction, caller: Caller, name: string): Company {
  return tx.put('companies', { id: tx.nextId('companies'), account: caller.account, name, updated_at: tx.now })
}

/** RB-fix company/destroy_success.yml: names are unique. That they are unique within an account is decided here. */
export function checkCompanyName(read: Reader, caller: Caller, name: string, entry: number, self?: number): void {
  for (const company of read.find('companies', 'by_name', `${caller.account}|${name}`))
    if (company.id !== self) throw invalid({ name: ['has already been taken'] }, entry)
}

/** Deletes a company; its clients then have none. */
export function deleteCompany(tx: Transaction, company: Company): void {
  for (const client of tx.list('clients', 'by_company', company.id))
    tx.put('clients', { ...client, company_id: null, updated_at: tx.now })
  tx.delete('companies', company.id)
}

export type ClientUpdate = {
  readonly [Field in
    | 'name'
    | 'office_id'
    | 'company_id'
    | 'notes'
    | 'tags'
    | 'commission_junction_sid'
    | Exclude<PrimaryField, 'primary_address_id'>]?: Client[Field] | undefined
}

/** For each primary id of a client: the table it points into. */
const PRIMARY_TABLES = {
  primary_email_address_id: 'email_addresses',
  primary_phone_number_id: 'phone_numbers',
  primary_shipping_address_id: 'addresses',
  primary_billing_address_id: 'addresses',
  primary_credit_card_id: 'credit_cards',
} as const

const PRIMARY_FIELDS = [
  'primary_email_address_id',
  'primary_phone_number_id',
  'primary_shipping_address_id',
  'primary_billing_address_id',
  'primary_credit_card_id',
] as const

export function updateClient(tx: Transaction, caller: Caller, client: Client, update: ClientUpdate): Client {
  if (update.office_id !== undefined) checkOffice(tx, caller, update.office_id, 0)
  if (update.company_id !== undefined && update.company_id !== null) checkCompany(tx, caller, update.company_id, 0)
  for (const field of PRIMARY_FIELDS)
    checkOwnProperty(tx, client, PRIMARY_TABLES[field], field, update[field] ?? null, 0)
  return change(tx, client, definedFields(update))
}

/** Refuses an id of a property that belongs to another client. */
export function checkOwnProperty(
  read: Reader,
  client: Client,
  table: (typeof PRIMARY_TABLES)[keyof typeof PRIMARY_TABLES],
  field: string,
  id: number | null,
  entry: number,
): void {
  if (id !== null && read.get(table, id)?.client_id !== client.id)
    throw invalid({ [field]: [`${id} does not belong to client ${client.id}`] }, entry)
}

function change(tx: Transaction, client: Client, fields: Partial<Client>): Client {
  return tx.put('clients', { ...client, ...fields, updated_at: tx.now })
}

/** A client has one primary of each kind: a set flag makes this record the primary, a cleared flag ends that. */
export function setPrimaries(tx: Transaction, client_id: number, id: number, flags: PrimaryFlags): void {
  const client = tx.must('clients', client_id)
  const moved: [string, number | null][] = []
  for (const [field, isPrimary] of Object.entries(definedFields(flags))) {
    const isHere = Reflect.get(client, field) === id
    if (isPrimary !== isHere) moved.push([field, isPrimary ? id : null])
  }
  if (moved.length > 0) change(tx, client, Object.fromEntries(moved))
}

/**
 * The first of a kind is a client's primary one, unless the request says which is: public shops mark none, and read
 * the client's `primary_email_address` and `primary_phone_number`.
 */
function setFirstPrimaries(
  tx: Transaction,
  table: 'email_addresses' | 'addresses' | 'phone_numbers',
  client_id: number,
  id: number,
  flags: PrimaryFlags,
): void {
  const isFirst = tx.count(table, 'by_client', client_id) === 1
  const isMarked = Object.keys(flags).length > 0
  setPrimaries(tx, client_id, id, isFirst && !isMarked ? FIRST_OF[table] : flags)
}

const FIRST_OF = {
  email_addresses: { primary_email_address_id: true },
  addresses: { primary_address_id: true, primary_shipping_address_id: true, primary_billing_address_id: true },
  phone_numbers: { primary_phone_number_id: true },
} as const

export function addEmailAddress(tx: Transaction, client_id: number, { fields, primary }: Flagged<NewEmailAddress>) {
  const id = tx.nextId('email_addresses')
  const email_address = tx.put('email_addresses', { ...fields, id, client_id, updated_at: tx.now })
  setFirstPrimaries(tx, 'email_addresses', client_id, id, primary)
  return email_address
}

export function addAddress(tx: Transaction, client_id: number, { fields, primary }: Flagged<NewAddress>) {
  const id = tx.nextId('addresses')
  const address = tx.put('addresses', { ...fields, id, client_id, updated_at: tx.now })
  setFirstPrimaries(tx, 'addresses', client_id, id, primary)
  return address
}

export function addPhoneNumber(tx: Transaction, client_id: number, { fields, primary }: Flagged<NewPhoneNumber>) {
  const id = tx.nextId('phone_numbers')
  const phone_number = tx.put('phone_numbers', { ...fields, id, client_id, created_at: tx.now, updated_at: tx.now })
  setFirstPrimaries(tx, 'phone_numbers', client_id, id, primary)
  return phone_number
}

export function addCreditCard(tx: Transaction, client_id: number, { fields, primary }: Flagged<NewCreditCard>) {
  const id = tx.nextId('credit_cards')
  const credit_card = tx.put('credit_cards', { ...fields, id, client_id, updated_at: tx.now })
  setPrimaries(tx, client_id, id, primary)
  return credit_card
}
