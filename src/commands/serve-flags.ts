import {
  clockIn,
  headerTokenIn,
  hostIn,
  isNumber,
  journalEntriesIn,
  type LogFormat,
  leaseIn,
  logFormatIn,
  maxConnectionsIn,
  maxSandboxesIn,
  maxSnapshotsIn,
  OptionProblem,
  portIn,
  publicUrlIn,
  seedIn,
  timeoutIn,
  webhookIn,
} from '../options.ts'
import { Problem } from '../problem.ts'
import type { NewWebhook } from '../sandbox/sandbox.ts'
import type { CertificateFiles } from './certificate-files.ts'
import { parseFlags, read } from './flags.ts'

const TOKEN_VARIABLE = 'TEVO_LOCAL_CONTROL_TOKEN'
const CERT_VARIABLE = 'TEVO_LOCAL_CERT'
const KEY_VARIABLE = 'TEVO_LOCAL_KEY'

export interface ServeFlags {
  readonly host: string | undefined
  readonly port: number | undefined
  readonly certificate: CertificateFiles | undefined
  /** The file of the world to start from. */
  readonly world: string | undefined
  /** A file, or the address of a database. */
  readonly data: string | undefined
  /** How long a process may serve a sandbox until it renews that. */
  readonly lease_ms: number | undefined
  /** The address that other processes reach this one at. */
  readonly publicUrl: string | undefined
  readonly clock_ms: number | undefined
  readonly seed: number | undefined
  readonly faults: string | undefined
  /** Who is told of what happens in the default sandbox. */
  readonly webhooks: readonly NewWebhook[]
  readonly isOutboundAllowed: boolean
  /** What answers give as the address of the server. */
  readonly baseUrl: string | undefined
  readonly controlToken: string | undefined
  readonly maxSandboxes: number | undefined
  readonly maxSnapshots: number | undefined
  readonly journalEntries: number | undefined
  readonly maxConnections: number | undefined
  readonly headTimeout_ms: number | undefined
  readonly requestTimeout_ms: number | undefined
  readonly log: LogFormat
  readonly quiet: boolean
}

/** Throws a Problem for a flag that cannot be understood. */
export function readServeFlags(args: readonly string[]): ServeFlags {
  const { values, positionals } = parseFlags(args, {
    host: { type: 'string' },
    port: { type: 'string', short: 'p' },
    cert: { type: 'string' },
    key: { type: 'string' },
    world: { type: 'string' },
    data: { type: 'string' },
    lease: { type: 'string' },
    'public-url': { type: 'string' },
    clock: { type: 'string' },
    seed: { type: 'string' },
    faults: { type: 'string' },
    webhook: { type: 'string', multiple: true },
    'no-outbound': { type: 'boolean' },
    'base-url': { type: 'string' },
    'control-token': { type: 'string' },
    'max-sandboxes': { type: 'string' },
    'max-snapshots': { type: 'string' },
    journal: { type: 'string' },
    'max-connections': { type: 'string' },
    'head-timeout': { type: 'string' },
    'request-timeout': { type: 'string' },
    log: { type: 'string' },
    quiet: { type: 'boolean' },
  })
  if (positionals.length > 0)
    throw new Problem(`"${positionals[0]}" belongs to no flag; give flags only, see tevo-local --help`)
  for (const name of ['host', 'cert', 'key', 'world', 'data', 'faults'] as const)
    if (values[name] === '') throw new Problem(`--${name} is empty; give a value, or leave it out`)
  return {
    host: read('--host', values.host, hostIn),
    port: read('--port', values.port, (given) => portIn(numberIn(given))),
    certificate: certificateOf(values),
    world: values.world,
    data: values.data,
    lease_ms: read('--lease', values.lease, (given) => leaseIn(numberIn(given))),
    publicUrl: read('--public-url', values['public-url'], publicUrlIn),
    clock_ms: read('--clock', values.clock, clockIn),
    seed: read('--seed', values.seed, seedFlagIn),
    faults: values.faults,
    webhooks: (values.webhook ?? []).flatMap((given) => read('--webhook', given, webhookIn) ?? []),
    isOutboundAllowed: values['no-outbound'] !== true,
    baseUrl: read('--base-url', values['base-url'], publicUrlIn),
    controlToken: controlTokenOf(values['control-token']),
    maxSandboxes: read('--max-sandboxes', values['max-sandboxes'], (given) => maxSandboxesIn(numberIn(given))),
    maxSnapshots: read('--max-snapshots', values['max-snapshots'], (given) => maxSnapshotsIn(numberIn(given))),
    journalEntries: read('--journal', values.journal, (given) => journalEntriesIn(numberIn(given))),
    maxConnections: read('--max-connections', values['max-connections'], (given) => maxConnectionsIn(numberIn(given))),
    headTimeout_ms: read('--head-timeout', values['head-timeout'], (given) => timeoutIn(numberIn(given))),
    requestTimeout_ms: read('--request-timeout', values['request-timeout'], (given) => timeoutIn(numberIn(given))),
    log: read('--log', values.log, logFormatIn) ?? 'pretty',
    quiet: values.quiet ?? false,
  }
}

/** A file was given so until version 0.1. */
export function seedFlagIn(given: string): number {
  if (/^\d+$/.test(given)) return seedIn(numberIn(given))
  throw new OptionProblem(
    `${given} is not a seed: give a whole number from 0; the file of a world goes with --world FILE`,
  )
}

/** A command line has the digits of a number. */
export const numberIn = (given: string): string | number => (isNumber(given) ? Number(given) : given)

export const controlTokenOf = (given: string | undefined): string | undefined =>
  given === undefined
    ? read(TOKEN_VARIABLE, process.env[TOKEN_VARIABLE] || undefined, headerTokenIn)
    : read('--control-token', given, headerTokenIn)

/** The files of `--cert` and `--key`, or those that the environment names. Throws a Problem for one without the other. */
export function certificateOf(values: {
  cert?: string | undefined
  key?: string | undefined
}): CertificateFiles | undefined {
  const isGiven = values.cert !== undefined || values.key !== undefined
  const { [CERT_VARIABLE]: ofCert, [KEY_VARIABLE]: ofKey } = process.env
  const { cert, key } = isGiven ? values : { cert: ofCert || undefined, key: ofKey || undefined }
  if (cert !== undefined && key !== undefined) return { cert, key }
  const [certName, keyName] = isGiven ? ['--cert', '--key'] : [CERT_VARIABLE, KEY_VARIABLE]
  if (cert !== undefined) throw new Problem(`${certName} needs ${keyName} too: give the file of its private key`)
  if (key !== undefined)
    throw new Problem(`${keyName} needs ${certName} too: give the file of the certificate that it is of`)
  return undefined
}
