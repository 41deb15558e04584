import type { Account, Credential } from '../store/records.ts'
import type { Reader } from '../store/store.ts'

/** Who calls, and for whom. */
export interface Caller {
  readonly credential: Credential
  readonly account: Account
  /** The office that the credential acts for; null for an affiliate's. */
  readonly office_id: number | null
}

/** The caller whose token this is, if it is known. */
export function callerByToken(read: Reader, token: string): Caller | undefined {
  const [credential] = read.find('credentials', 'by_token', token)
  return credential === undefined ? undefined : callerOf(read, credential)
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

/** A caller for a party that nobody plays over the API: by its own credential if it has one, else as its first office. */
export function callerFor(read: Reader, account: Account): Caller {
  for (const credential of [...read.all('credentials')].reverse()) {
    const caller = callerOf(read, credential)
    if (caller?.account === account) return caller
  }
  const [office] = read.list('offices', 'by_brokerage', Number(account.split(':')[1]))
  const office_id = office?.id ?? null
  const credential: Credential = {
    id: 0,
    name: account,
    label: account,
    type: 'User',
    token: '',
    secret: '',
    office_id,
    affiliate_store_id: null,
  }
  return { credential, account, office_id }
}
