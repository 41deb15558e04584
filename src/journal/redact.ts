const SECRET_HEADERS = new Set(['authorization', 'cookie', 'proxy-authorization', 'x-signature'])

/** Fields of TEvo's that hold secrets, or data about a person. */
const PRIVATE_FIELDS = [
  'address',
  'eticket',
  'created_by_ip_address',
  'extended_address',
  'files',
  'ip_address',
  'last_digits',
  'locality',
  'name',
  'number',
  'payment_method_nonce',
  'payment_method_token',
  'postal_code',
  'raw_number',
  'secret',
  'ship_to_name',
  'street_address',
  'token',
  'user_agent',
  'verification_code',
]

const PRIVATE_VALUE = new RegExp(
  `("(?:${PRIVATE_FIELDS.join('|')})"\\s*:\\s*)("(?:[^"\\\\]|\\\\.)*"?|\\[\\s*"(?:[^\\]])*\\]?|-?\\d[^,}\\]\\s]*)`,
  'g',
)
const EMAIL = /[^\s"'@,:;<>/?=&]+(?:@|%40)[^\s"'@,:;<>/?=&]+\.[a-z]{2,}/gi
const CARD_NUMBER = /\b\d{13,19}\b/g

export const REDACTED = '[redacted]'

/**
 * Text of a body or a URL without secrets and personal data. It works on the text and not on parsed JSON, because
 * a broken or cut body is what a journal is read for.
 */
export function redactBody(text: string): string {
  return text.replace(PRIVATE_VALUE, `$1"${REDACTED}"`).replace(EMAIL, REDACTED).replace(CARD_NUMBER, REDACTED)
}

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
