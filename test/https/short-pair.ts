import { generateKeyPairSync } from 'node:crypto'
import asn1 from 'node-forge/lib/asn1.js'
import sha256 from 'node-forge/lib/sha256.js'
import pki from 'node-forge/lib/x509.js'

/** A certificate of a key of 512 bits, as nobody makes them any more. */
export function makeShortPair(): { cert: string; key: string } {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 512 })
  const der = (bytes: Buffer) => asn1.fromDer(bytes.toString('latin1'))
  const certificate = pki.createCertificate()
  certificate.publicKey = pki.publicKeyFromAsn1(der(publicKey.export({ type: 'spki', format: 'der' })))
  certificate.serialNumber = '01'
  certificate.validity = { notBefore: new Date(Date.now() - 1_000), notAfter: new Date(Date.now() + 60_000) }
  certificate.sign(pki.privateKeyFromAsn1(der(privateKey.export({ type: 'pkcs1', format: 'der' }))), sha256.create())
  return {
    cert: pki.certificateToPem(certificate),
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  }
}
