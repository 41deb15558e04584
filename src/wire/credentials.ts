import * as z from 'zod'
import { once } from '../operation.ts'
import type { Credential } from '../store/records.ts'
import type { Reader } from '../store/state.ts'

/** Credentials in answers: an order shows who made it (S2, W:73302018), the list of credentials the same of each. */

const TYPES = { API: 'APICredential', User: 'UserCredential', Affiliate: 'AffiliateCredential' } as const

export function presentCreator(read: Reader, credential: Credential) {
  const type = TYPES[credential.type]
  if (credential.affiliate_store_id !== null) {
    const { id, affiliate_id } = read.must('affiliate_stores', credential.affiliate_store_id)
    return { affiliate_id, label: credential.label, affiliate_store_id: id, type }
  }
  const office = read.must('offices', credential.office_id ?? 0)
  return { type, label: credential.label, office_id: office.id, brokerage_id: office.brokerage_id }
}

export const CredentialShape = once(() =>
  z.strictObject({
    id: z.int(),
    type: z.enum(['APICredential', 'UserCredential']),
    label: z.string(),
    office_id: z.int(),
    brokerage_id: z.int(),
  }),
)

/** Neither token nor secret: both are a client's own already, and others have no business with them. */
export const presentCredential = (read: Reader, credential: Credential) => ({
  id: credential.id,
  ...presentCreator(read, credential),
})
