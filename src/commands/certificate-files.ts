import { readFile } from 'node:fs/promises'
import { certIn, isFor, type KeyPair, keyIn } from '../options/certificate.ts'
import { optional } from '../options.ts'
import { codeOf, Problem } from '../problem.ts'
import { shellWord } from '../shell-word.ts'

/** Where a certificate and its private key are. */
export interface CertificateFiles {
  readonly cert: string
  readonly key: string
}

/** Reads and checks them. Throws a Problem, in one line, that says which of the two is wrong. */
export async function readCertificateFiles(files: CertificateFiles): Promise<KeyPair> {
  const cert = await readWith('--cert', files.cert, certIn)
  return { cert, key: await readWith('--key', files.key, (given) => keyIn(given, cert)) }
}

async function readWith(flag: string, path: string, reader: (given: Uint8Array) => string): Promise<string> {
  const given = await readFile(path).catch((problem: unknown) => {
    throw new Problem(
      `${flag} ${path} cannot be read: ${codeOf(problem)}; give a PEM file, as tevo-local certs makes it`,
    )
  })
  return optional(given, reader, (message) => new Problem(`${flag} ${path} ${message}`)) ?? ''
}

/** What tells curl to trust the certificate; where that is for other hosts, not to look. */
export const curlTrust = ({ cert }: KeyPair, file: string, url: string): readonly string[] =>
  isFor(cert, new URL(url).hostname) ? ['--cacert', shellWord(file)] : ['--insecure']
