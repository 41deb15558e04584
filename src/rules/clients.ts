import type { Address, Client, Company, CreditCard, EmailAddress, PhoneNumber } from '../store/records.ts'
import type { Reader, Transaction } from '../store/store.ts'
import { accountOfOffice, type Caller } from './caller.ts'
import { lookUpOwn } from './lookup.ts'
import { invalid } from './refusal.ts'

/** What of a client names its primary properties. */
type PrimaryField = Extract<keyof Client, `primary_${string}`>

/** Which primary flags a request sets or clears; one left out stays as it is. */
export type PrimaryFlags = { readonly [Field in PrimaryField]?: boolean | undefined }

type New<Row> = Omit<Row, 'id' | 'client_id' | 'created_at' | 'updated_at'>
export type NewEmailAddress = New<EmailAddress>
export type NewAddress = New<Address>
export type NewPhoneNumber = New<PhoneNumber>
export type NewCreditCard = New<CreditCard>

export interface Flagged<Fields> {
  readonly fields: Fields
  readonly primary: PrimaryFlags
}

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
  // W:9470183: a nested company is a new one every time, and does not go together with company_id.
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
    throw invalid({ office_id: [`${office_id} is no office of your brokerage`] }, entry)
}

function checkCompany(read: Reader, caller: Caller, company_id: number, entry: number): void {
  if (read.get('companies', company_id)?.account !== caller.account)
    throw invalid({ company_id: [`${company_id} is no company of yours`] }, entry)
}

export function createCompany(tx: Transaction, caller: Caller, name: string): Company {
  return tx.put('companies', { id: tx.nextId('companies'), account: caller.account, name, updated_at: tx.now })
}

/** RB-fix company/destroy_success.yml: a name is taken once. Whose names count is decided here: the account's. */
export function checkCompanyName(read: Reader, caller: Caller, name: string, entry: number, self?: number): void {
  for (const company of read.find('companies', 'by_name', `${caller.account}|${name}`))
    if (company.id !== self) throw invalid({ name: ['has already been taken'] }, entry)
}

/** Deletes a company; its clients are then without one. */
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

/** The property a primary id must name, by its field. */
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
  return change(tx, client, given(update))
}

/** An id that a request gives for a client's property names one of this client's. */
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

/** The fields that an update sets: one left out stays as it is. */
export function given<Fields extends object>(
  update: Fields,
): { [Field in keyof Fields]: Exclude<Fields[Field], undefined> }
export function given(update: object): object {
  return Object.fromEntries(Object.entries(update).filter(([, value]) => value !== undefined))
}

function change(tx: Transaction, client: Client, fields: Partial<Client>): Client {
  return tx.put('clients', { ...client, ...fields, updated_at: tx.now })
}

/** One primary of each kind: a flag that is set moves it here, one that is cleared takes it away from here. */
export function setPrimaries(tx: Transaction, client_id: number, id: number, flags: PrimaryFlags): void {
  const client = tx.must('clients', client_id)
  const moved: [string, number | null][] = []
  for (const [field, isPrimary] of Object.entries(given(flags))) {
    const isHere = Reflect.get(client, field) === id
    if (isPrimary !== isHere) moved.push([field, isPrimary ? id : null])
  }
  if (moved.length > 0) change(tx, client, Object.fromEntries(moved))
}

export function addEmailAddress(tx: Transaction, client_id: number, { fields, primary }: Flagged<NewEmailAddress>) {
  const id = tx.nextId('email_addresses')
  const email_address = tx.put('email_addresses', { ...fields, id, client_id, updated_at: tx.now })
  setPrimaries(tx, client_id, id, primary)
  return email_address
}

export function addAddress(tx: Transaction, client_id: number, { fields, primary }: Flagged<NewAddress>) {
  const id = tx.nextId('addresses')
  const address = tx.put('addresses', { ...fields, id, client_id, updated_at: tx.now })
  setPrimaries(tx, client_id, id, primary)
  return address
}

export function addPhoneNumber(tx: Transaction, client_id: number, { fields, primary }: Flagged<NewPhoneNumber>) {
  const id = tx.nextId('phone_numbers')
  const phone_number = tx.put('phone_numbers', { ...fields, id, client_id, created_at: tx.now, updated_at: tx.now })
  setPrimaries(tx, client_id, id, primary)
  return phone_number
}

export function addCreditCard(tx: Transaction, client_id: number, { fields, primary }: Flagged<NewCreditCard>) {
  const id = tx.nextId('credit_cards')
  const credit_card = tx.put('credit_cards', { ...fields, id, client_id, updated_at: tx.now })
  setPrimaries(tx, client_id, id, primary)
  return credit_card
}
