const SECRET_HEADERS = new Set(['authorization', 'cookie', 'proxy-authorization', 'x-signature'])

/** Fields of TEvo's that hold secrets: with them, somebody can pay or call. */
const SECRET_FIELDS = ['payment_method_nonce', 'payment_method_token', 'secret', 'token', 'verification_code']

/** Fields of TEvo's that hold secrets, or data about a person. */
const PRIVATE_FIELDS = [
  'address',
  'airbill',
  'barcode',
  'created_by_ip_address',
  'eticket',
  'etickets',
  'expiration_month',
  'expiration_year',
  'extended_address',
  'file',
  'files',
  'ip_address',
  'last_digits',
  'locality',
  'name',
  'number',
  'order',
  'payment_method_nonce',
  'payment_method_token',
  'phone',
  'phone_number',
  'postal_code',
  'raw_num',
  'raw_number',
  'secret',
  'ship_from_name',
  'ship_from_phone_number',
  'ship_to_name',
  'street_address',
  'tm_mobile_link',
  'token',
  'user_agent',
  'verification_code',
  'verification_id',
]

const inBody = (fields: readonly string[]) =>
  new RegExp(
    `("(?:${fields.join('|')})"\\s*:\\s*)("(?:[^"\\\\]|\\\\.)*"?|\\[\\s*"(?:[^\\]])*\\]?|-?\\d[^,}\\]\\s]*)`,
    'g',
  )
const inQuery = (fields: readonly string[]) => new RegExp(`([?&](?:${fields.join('|')})=)[^&#\\s"]+`, 'g')

const PRIVATE_VALUE = inBody(PRIVATE_FIELDS)
/** In a query; `q` is compared with people's names. */
const PRIVATE_PAIR = inQuery(['q', ...PRIVATE_FIELDS])
const SECRET_VALUE = inBody(SECRET_FIELDS)
const SECRET_PAIR = inQuery(SECRET_FIELDS)
/** Bounded, or a long word without an `@` would be searched from each of its characters to its end. */
const EMAIL = /[^\s"'@,:;<>/?=&]{1,64}(?:@|%40)[^\s"'@,:;<>/?=&]{1,255}/g
/** Together, or in groups: `4111 1111 1111 1111`. */
const CARD_NUMBER = /\b\d(?:[ -]?\d){12,18}\b/g
const PDF = '%PDF-'

export const REDACTED = '[redacted]'

/** Text of a body or a URL, without what its reader is not to see. */
export type Redact = (text: string) => string

/**
 * Text of a body or a URL without secrets and personal data. It works on the text and not on parsed JSON, because
 * a broken or cut body is what a journal is read for.
 */
export function redactBody(text: string): string {
  if (text.startsWith(PDF)) return REDACTED
  return text
    .replace(PRIVATE_VALUE, `$1"${REDACTED}"`)
    .replace(PRIVATE_PAIR, `$1${REDACTED}`)
    .replace(EMAIL, REDACTED)
    .replace(CARD_NUMBER, REDACTED)
}

/** Text without secrets, and with all else: see the setting `redact`. */
export const redactSecrets: Redact = (text) =>
  text.replace(SECRET_VALUE, `$1"${REDACTED}"`).replace(SECRET_PAIR, `$1${REDACTED}`).replace(CARD_NUMBER, REDACTED)

export function redactHeaders(headers: { readonly [name: string]: string | string[] | undefined }) {
  const shown = Object.entries(headers).flatMap(([name, value]) => {
    if (value === undefined) return []
    if (SECRET_HEADERS.has(name)) return [[name, REDACTED]]
    // A token is half of a credential: enough of it to tell two apart is shown.
    if (name === 'x-token') return [[name, `${String(value).slice(0, 4)}…`]]
    return [[name, Array.isArray(value) ? value.join(', ') : value]]
  })
  return Object.fromEntries(shown)
}
