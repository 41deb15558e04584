import { generateKeyPair, randomBytes } from 'node:crypto'
import { isIP } from 'node:net'
import { promisify } from 'node:util'
import type { pki as Pki } from 'node-forge'
import asn1 from 'node-forge/lib/asn1.js'
import sha256 from 'node-forge/lib/sha256.js'
import pki from 'node-forge/lib/x509.js'

/** What `tevo-local certs` makes, all of it PEM. */
export interface Certificates {
  /** The authority's certificate, for clients to trust. */
  readonly authority: string
  /** The server's certificate, and the authority's after it. */
  readonly server: string
  /** The server's private key. */
  readonly key: string
}

interface Wanted {
  /** Host names and IP addresses. */
  readonly hosts: readonly string[]
  /** How long both certificates are valid. */
  readonly days: number
  /** Epoch milliseconds from which they are. */
  readonly from_ms: number
}

const DAY_MS = 86_400_000
/** The smallest that every client takes. */
const KEY_BITS = 2048
const SERIAL_BYTES = 16
/** RFC 5280: the kinds of a subject's other names. */
const DNS_NAME = 2
const IP_ADDRESS = 7

/**
 * Makes an authority, and a certificate for these hosts that it vouches for. The authority's private key is forgotten: to
 * whoever trusts it, it can never vouch for anything else.
 */
export async function makeCertificates(wanted: Wanted): Promise<Certificates> {
  const [root, server] = await Promise.all([makeKeys(), makeKeys()])
  return certify(wanted, root, server)
}

/** With the keys of the authority, and those of the server. */
export function certify({ hosts, days, from_ms }: Wanted, root: Keys, server: Keys): Certificates {
  const made = new Date(from_ms).toISOString().slice(0, 10)
  const issuer = [
    { name: 'organizationName', value: 'tevo-local' },
    { name: 'commonName', value: `tevo-local, made ${made}` },
  ]
  const valid = { notBefore: new Date(from_ms), notAfter: new Date(from_ms + days * DAY_MS) }

  const authority = certificateOf(root, valid)
  authority.setSubject(issuer)
  authority.setIssuer(issuer)
  authority.setExtensions([
    { name: 'basicConstraints', critical: true, cA: true, pathLenConstraint: 0 },
    { name: 'keyUsage', critical: true, keyCertSign: true, cRLSign: true },
    { name: 'subjectKeyIdentifier' },
  ])
  authority.sign(root.privateKey, sha256.create())

  const certificate = certificateOf(server, valid)
  certificate.setSubject([
    { name: 'organizationName', value: 'tevo-local' },
    { name: 'commonName', value: hosts[0] ?? 'localhost' },
  ])
  certificate.setIssuer(issuer)
  certificate.setExtensions([
    { name: 'basicConstraints', critical: true, cA: false },
    { name: 'keyUsage', critical: true, digitalSignature: true, keyEncipherment: true },
    { name: 'extKeyUsage', serverAuth: true },
    { name: 'subjectKeyIdentifier' },
    // Without what it names, node-forge puts the certificate's own key there.
    { name: 'authorityKeyIdentifier', keyIdentifier: authority.generateSubjectKeyIdentifier().getBytes() },
    { name: 'subjectAltName', altNames: hosts.map(altNameOf) },
  ])
  certificate.sign(root.privateKey, sha256.create())

  const authorityPem = pemOf(authority)
  return { authority: authorityPem, server: pemOf(certificate) + authorityPem, key: server.pem }
}

export interface Keys {
  readonly publicKey: Pki.rsa.PublicKey
  readonly privateKey: Pki.rsa.PrivateKey
  /** The private key, PKCS #8. */
  readonly pem: string
}

/** Made by Node, which takes a tenth of the time. */
export async function makeKeys(): Promise<Keys> {
  const { publicKey, privateKey } = await promisify(generateKeyPair)('rsa', { modulusLength: KEY_BITS })
  return {
    publicKey: pki.publicKeyFromAsn1(readDer(publicKey.export({ type: 'spki', format: 'der' }))),
    privateKey: pki.privateKeyFromAsn1(readDer(privateKey.export({ type: 'pkcs1', format: 'der' }))),
    pem: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  }
}

const readDer = (der: Buffer) => asn1.fromDer(der.toString('latin1'))

function certificateOf({ publicKey }: Keys, validity: Pki.Certificate['validity']): Pki.Certificate {
  const certificate = pki.createCertificate()
  certificate.publicKey = publicKey
  certificate.serialNumber = serialNumber()
  certificate.validity = validity
  return certificate
}

/** RFC 5280: positive, so its first bit is 0, and without needless zeros before it. */
function serialNumber(): string {
  const bytes = randomBytes(SERIAL_BYTES)
  bytes[0] = ((bytes[0] ?? 0) & 0x3f) | 0x40
  return bytes.toString('hex')
}

const altNameOf = (host: string) =>
  isIP(host) === 0 ? { type: DNS_NAME, value: host } : { type: IP_ADDRESS, ip: host }

/** As everybody writes PEM, with no carriage returns. */
const pemOf = (certificate: Pki.Certificate): string => pki.certificateToPem(certificate).replaceAll('\r', '')
