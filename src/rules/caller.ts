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
  if (credential === undefined) return undefined
  const { office_id, affiliate_store_id } = credential
  if (office_id !== null) return { credential, account: accountOfOffice(read, office_id), office_id }
  if (affiliate_store_id === null) return undefined
  return { credential, account: `store:${affiliate_store_id}`, office_id: null }
}

export const accountOfOffice = (read: Reader, office_id: number): Account =>
  `brokerage:${read.must('offices', office_id).brokerage_id}`
