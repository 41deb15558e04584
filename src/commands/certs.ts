import { existsSync } from 'node:fs'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { isIP } from 'node:net'
import { join } from 'node:path'
import { codeOf, Problem } from '../problem.ts'
import { shellWord } from '../shell-word.ts'
import { SERVED_HOSTS } from '../signing/hosts.ts'
import { parseFlags } from './flags.ts'
import { programWords } from './program.ts'

const DEFAULT_DIR = 'tevo-certs'
/** Apple's systems take no certificate of a server that is valid for longer than 825 days. */
const DAYS = 800
/** So that a clock that is a little behind takes it too. */
const HOURS_BEFORE = 24
const HOUR_MS = 3_600_000
const HOST_NAME =
  /^(?=.{1,253}$)(?:\*\.)?[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*$/i
const FOR_ALL = 0o644
const FOR_OWNER = 0o600

/** `tevo-local certs`: makes a local authority, and a certificate for the API's host names. */
export async function certsCommand(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseFlags(args, {
    dir: { type: 'string' },
    host: { type: 'string', multiple: true },
    force: { type: 'boolean' },
  })
  const { dir = DEFAULT_DIR, host: others = [], force = false } = values
  if (positionals.length > 0)
    throw new Problem(`"${positionals[0]}" belongs to no flag; such as: tevo-local certs --dir ${DEFAULT_DIR}`)
  if (dir === '') throw new Problem('--dir is empty; give a folder, or leave it out')
  for (const host of others) refuseOtherThanHost(host)

  const files = {
    authority: join(dir, 'authority.pem'),
    server: join(dir, 'server.pem'),
    key: join(dir, 'server-key.pem'),
  }
  if (!force) refuseToOverwrite(Object.values(files))
  // Only now: it costs more than a whole start.
  const { makeCertificates } = await import('../certificates/authority.ts')
  const hosts = [...new Set([...SERVED_HOSTS, ...others])]
  const { authority, server, key } = await makeCertificates({
    hosts,
    days: DAYS,
    from_ms: Date.now() - HOURS_BEFORE * HOUR_MS,
  })
  await write(dir, [
    { path: files.key, text: key, mode: FOR_OWNER },
    { path: files.server, text: server, mode: FOR_ALL },
    { path: files.authority, text: authority, mode: FOR_ALL },
  ])
  process.stdout.write(told(files, hosts))
  return 0
}

function refuseOtherThanHost(given: string): void {
  if (isIP(given) === 0 && !HOST_NAME.test(given))
    throw new Problem(`--host ${given} is not a host: give a name such as tevo.test, or an IP address, without a port`)
}

function refuseToOverwrite(paths: readonly string[]): void {
  const there = paths.find((path) => existsSync(path))
  if (there === undefined) return
  throw new Problem(
    `${there} is there already; give another --dir, or --force to make all three files anew, which whoever trusts the old authority has to trust again`,
  )
}

interface Written {
  readonly path: string
  readonly text: string
  readonly mode: number
}

async function write(dir: string, files: readonly Written[]): Promise<void> {
  try {
    await mkdir(dir, { recursive: true })
    for (const { path, text, mode } of files) {
      // A file that is written over would keep its mode.
      await rm(path, { force: true })
      await writeFile(path, text, { flag: 'wx', mode })
    }
  } catch (problem) {
    throw new Problem(`${dir} cannot be written to: ${codeOf(problem)}; give a --dir in which this user may write`)
  }
}

const told = (
  { authority, server, key }: { readonly [Name in 'authority' | 'server' | 'key']: string },
  hosts: readonly string[],
): string => `${authority}  the authority, for clients to trust
${server}  the certificate, valid for ${DAYS - HOURS_BEFORE / 24} days, for ${hosts.join(', ')}
${key}  its private key; keep it out of version control

Serve with them:
  ${programWords()} --cert ${shellWord(server)} --key ${shellWord(key)}

Trust the authority in the programs that you test:
  Node    export NODE_EXTRA_CA_CERTS=${shellWord(authority)}
  Python  export SSL_CERT_FILE=${shellWord(authority)} REQUESTS_CA_BUNDLE=${shellWord(authority)}
  Ruby    export SSL_CERT_FILE=${shellWord(authority)}
  PHP     php -d curl.cainfo=${shellWord(authority)} -d openssl.cafile=${shellWord(authority)} …
  curl    curl --cacert ${shellWord(authority)} …
docs/https.md has Java and whole systems, and how a fixed host name gets to this server.
`
