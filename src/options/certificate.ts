import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto'
import { OptionProblem } from '../options.ts'
import { codeOf, messageOf } from '../problem.ts'

/** A certificate and its private key, both PEM. The certificates of those who vouch for it may follow the first one. */
export interface KeyPair {
  readonly cert: string
  readonly key: string
}

const CERTIFICATES = /-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/g
const PRIVATE_KEY = /-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY-----/
const HEADING = /-----BEGIN ([A-Z0-9 ]+)-----/
/** What DER and PKCS#12 begin with. */
const SEQUENCE = 0x30
const MAKE_ANOTHER = 'make another, with tevo-local certs'

/** The text of a certificate that is valid today, and of those that follow it. */
export function certIn(given: unknown): string {
  const text = pemIn(given, 'CERTIFICATE', CERTIFICATES)
  for (const [nth, pem] of (text.match(CERTIFICATES) ?? []).entries()) refuseOutOfDate(readCertificate(pem), nth)
  return text
}

/** The text of the private key of a certificate. */
export function keyIn(given: unknown, cert: string): string {
  const text = pemIn(given, 'PRIVATE KEY', PRIVATE_KEY)
  if (!new X509Certificate(cert).checkPrivateKey(readKey(text)))
    throw new OptionProblem(
      'does not fit the certificate: give the key that this one was made with; of several certificates the first one counts',
    )
  return text
}

/** The text of one or more certificates of authorities to trust. */
export function authoritiesIn(given: unknown): string {
  const text = pemIn(given, 'CERTIFICATE', CERTIFICATES)
  for (const pem of text.match(CERTIFICATES) ?? []) readCertificate(pem)
  return text
}

/** Whether a client that trusts the certificate takes it for that of this host. */
export function isFor(cert: string, host: string): boolean {
  const certificate = new X509Certificate(cert)
  const bare = host.replace(/^\[|\]$/g, '')
  return certificate.checkIP(bare) !== undefined || certificate.checkHost(bare) !== undefined
}

function pemIn(given: unknown, kind: string, pattern: RegExp): string {
  const text = textIn(given)
  if (text !== null && new RegExp(pattern.source).test(text)) return text
  throw new OptionProblem(`is not a PEM with -----BEGIN ${kind}-----: ${hintAt(given, text, kind)}`)
}

function textIn(given: unknown): string | null {
  if (typeof given === 'string') return given
  return given instanceof Uint8Array ? Buffer.from(given).toString('latin1') : null
}

/** Never what was given: it may be a key. */
function hintAt(given: unknown, text: string | null, kind: string): string {
  if (text === null) return 'give the text of such a file'
  if (text === '') return 'it is empty'
  const heading = HEADING.exec(text)?.[1]
  if (heading !== undefined) return `it has a ${heading}; did you mix the two up?`
  const isBinary = given instanceof Uint8Array ? given[0] === SEQUENCE : text.charCodeAt(0) === SEQUENCE
  if (isBinary) return `it looks like DER or PKCS#12; write it as PEM with ${opensslFor(kind)}`
  return 'give the text of such a file'
}

const opensslFor = (kind: string): string =>
  kind === 'CERTIFICATE'
    ? 'openssl x509 -inform der, or openssl pkcs12 -nokeys'
    : 'openssl pkey -inform der, or openssl pkcs12 -nodes'

function readCertificate(pem: string): X509Certificate {
  try {
    return new X509Certificate(pem)
  } catch (problem) {
    throw new OptionProblem(`has a certificate that cannot be read: ${reasonOf(problem)}; ${MAKE_ANOTHER}`)
  }
}

/** By the time of this machine, as clients see it: the clock of a sandbox is another one. */
function refuseOutOfDate({ validFrom, validTo }: X509Certificate, nth: number): void {
  const which = nth === 0 ? '' : ` (certificate ${nth + 1} of the file)`
  const [from_ms, to_ms] = [Date.parse(validFrom), Date.parse(validTo)]
  if (to_ms < Date.now()) throw new OptionProblem(`has expired, on ${dayOf(to_ms)}${which}: ${MAKE_ANOTHER}`)
  if (from_ms > Date.now())
    throw new OptionProblem(`is not valid before ${dayOf(from_ms)}${which}: ${MAKE_ANOTHER}, or set the clock right`)
}

const dayOf = (time_ms: number): string => new Date(time_ms).toISOString().slice(0, 10)

function readKey(text: string): KeyObject {
  try {
    return createPrivateKey(text)
  } catch (problem) {
    const code = codeOf(problem)
    if (code === 'ERR_MISSING_PASSPHRASE' || /ENCRYPTED/.test(text))
      throw new OptionProblem(
        'is encrypted: give it without a passphrase; openssl pkey -in KEY -out PLAIN takes it off',
      )
    throw new OptionProblem(`has a private key that cannot be read: ${reasonOf(problem)}; ${MAKE_ANOTHER}`)
  }
}

/** `error:0909006C:PEM routines:get_name:no start line` → `no start line`. */
const reasonOf = (problem: unknown): string => messageOf(problem).split(':').at(-1)?.trim() ?? ''
