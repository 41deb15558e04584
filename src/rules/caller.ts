import type { Account, Credential } from '../store/records.ts'
import { Reader, type State } from '../store/state.ts'

/** Who calls, and for whom. */
export interface Caller {
  readonly credential: Credential
  readonly account: Account
  /** The office that the credential acts for; null for an affiliate's. */
  readonly office_id: number | null
}

/** The caller with this token, if the token is known. */
export function callerByToken(read: Reader, token: string): Caller | undefined {
  const [credential] = read.find('credentials', 'by_token', token)
  return credential === undefined ? undefined : callerOf(read, credential)
}

/** The callers of a sandbox, each looked up once for as long as neither credentials nor offices change. */
export class Callers {
  #tables: Pick<State['tables'], 'credentials' | 'offices'> | undefined
  readonly #byToken = new Map<string, Caller>()

  /** As `callerByToken`. */
  byToken({ tables }: State, token: string): Caller | undefined {
    const { credentials, offices } = tables
    if (this.#tables?.credentials !== credentials || this.#tables.offices !== offices) {
      this.#tables = { credentials, offices }
      this.#byToken.clear()
    }
    const known = this.#byToken.get(token)
    if (known !== undefined) return known
    const caller = callerByToken(new Reader(tables, 0), token)
    if (caller !== undefined) this.#byToken.set(token, caller)
    return caller
  }
}

export function callerByCredential(read: Reader, credential_id: number): Caller | undefined {
  const credential = read.get('credentials', credential_id)
  return credential === undefined ? undefined : callerOf(read, credential)
}

function callerOf(read: Reader, credential: Credential): Caller | undefined {
  const { office_id, affiliate_store_id } = credential
  if (office_id !== null) return { credential, account: accountOfOffice(read, office_id), office_id }
  if (affiliate_store_id === null) return undefined
  return { credential, account: `store:${affiliate_store_id}`, office_id: null }
}

export const accountOfOffice = (read: Reader, office_id: number): Account =>
  `brokerage:${read.must('offices', office_id).brokerage_id}`

/** The caller for a party that acts without a request: its own credential if it has one, else its first office. */
export function callerFor(read: Reader, account: Account): Caller {
  for (const credential of [...read.all('credentials')].reverse()) {
    const caller = callerOf(read, credential)
    if (caller?.account === account) return caller
  }
  const [office] = read.list('offices', 'by_brokerage', Number(account.split(':')[1]))
  return withoutCredential(account, office?.id ?? null)
}

/** An office as a caller: what it is told is what a credential of its would be shown. */
export const callerForOffice = (read: Reader, office_id: number): Caller =>
  withoutCredential(accountOfOffice(read, office_id), office_id)

/** A party that acts or looks without a request. */
const withoutCredential = (account: Account, office_id: number | null): Caller => ({
  credential: {
    id: 0,
    name: account,
    label: account,
    type: 'User',
    token: '',
    secret: '',
    office_id,
    affiliate_store_id: null,
  },
  account,
  office_id,
})
