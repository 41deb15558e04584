import { codeOf } from '../problem.ts'

const UNTRUSTED = new Set([
  'CERT_HAS_EXPIRED',
  'CERT_NOT_YET_VALID',
  'CERT_UNTRUSTED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
])

/** Whether a call failed because this process does not trust the server's certificate. */
export const isUntrusted = (problem: unknown): boolean => UNTRUSTED.has(codeOf(problem))

export const HOW_TO_TRUST =
  'its certificate is not trusted here: set NODE_EXTRA_CA_CERTS to the file of its authority, before Node starts'
