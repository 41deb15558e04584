import { requestLog } from '../log/log.ts'
import type { KeyPair } from '../options/certificate.ts'
import { Problem } from '../problem.ts'
import { reproduceCommand } from '../routes/control/reproduce.ts'
import { DEFAULT_HOST, isLoopback, type Started, type StartOptions, start } from '../start.ts'
import type { DataFile } from '../store/file/open-file.ts'
import { exportWorld, type World } from '../store/world.ts'
import { readWorldFile } from '../store/world-file.ts'
import { printLine } from './print-problem.ts'
import { programWords } from './program.ts'
import { readServeFlags, type ServeFlags } from './serve-flags.ts'
import { controlTokenLine, startUpJson, startUpText } from './start-up.ts'
import { stopAtSignals } from './stop-at-signals.ts'

/** `tevo-local`: serves until a signal comes. Resolves when it listens. */
export async function serveCommand(args: readonly string[]): Promise<void> {
  const flags = readServeFlags(args)
  const serving: { server?: Started } = {}
  // Before anything takes time: PID 1 of a container never gets a signal that it does not listen for.
  stopAtSignals(serving)
  // The reader of our output went away, as `head` does: the server goes on.
  process.stdout.on('error', () => {})

  // Before the data file: a certificate that is wrong is to lock none.
  const tls = await tlsOf(flags)
  const shared = await sharedOf(flags)
  const data = shared === undefined ? await dataOf(flags) : undefined
  try {
    serving.server = await startWith(flags, { data, shared, tls })
  } catch (problem) {
    await data?.log.release()
    await shared?.database.close()
    throw problem
  }
  greet(serving.server, flags, await trustOf(serving.server, flags, tls))
}

/** Several processes share a database; undefined for a file, and without `--data`. */
async function sharedOf(flags: ServeFlags): Promise<StartOptions['shared']> {
  const { data, host = DEFAULT_HOST, controlToken, lease_ms, publicUrl } = flags
  if (data === undefined || !/^postgres(?:ql)?:/.test(data)) return undefined
  if (controlToken === undefined && !isLoopback(host))
    throw new Problem(
      `--host ${host} with --data postgres://… needs --control-token TOKEN, or TEVO_LOCAL_CONTROL_TOKEN: give all processes the same one, for each would make one of its own`,
    )
  const { openShared } = await import('./shared.ts')
  return openShared(data, { lease_ms, publicUrl, say: printLine })
}

async function dataOf({ data, clock_ms = Date.now() }: ServeFlags): Promise<DataFile | undefined> {
  if (data === undefined) return undefined
  const { openDataFile } = await import('../store/file/open-file.ts')
  return openDataFile(data, { start_ms: clock_ms, say: printLine })
}

export async function tlsOf({ certificate }: Pick<ServeFlags, 'certificate'>): Promise<KeyPair | undefined> {
  if (certificate === undefined) return undefined
  return (await import('./certificate-files.ts')).readCertificateFiles(certificate)
}

async function trustOf({ url }: Started, { certificate }: ServeFlags, tls: KeyPair | undefined) {
  if (certificate === undefined || tls === undefined) return []
  return (await import('./certificate-files.ts')).curlTrust(tls, certificate.cert, url)
}

interface With {
  readonly data: DataFile | undefined
  readonly shared: StartOptions['shared']
  readonly tls: KeyPair | undefined
}

async function startWith(flags: ServeFlags, { data, shared, tls }: With): Promise<Started> {
  return start({
    program: programWords(),
    host: flags.host,
    port: flags.port,
    tls,
    certificate: flags.certificate,
    world: await worldOf(flags, data),
    worldFile: flags.world,
    kept: data?.kept,
    clock_ms: flags.clock_ms,
    seed: flags.seed,
    faultsFile: flags.faults,
    faults:
      flags.faults === undefined ? undefined : await (await import('./faults-file.ts')).readFaultsFile(flags.faults),
    webhooks: flags.webhooks,
    isOutboundAllowed: flags.isOutboundAllowed,
    baseUrl: flags.baseUrl,
    controlToken: flags.controlToken,
    maxSandboxes: flags.maxSandboxes,
    maxSnapshots: flags.maxSnapshots,
    journalEntries: flags.journalEntries,
    clients: flags,
    log: flags.quiet ? undefined : requestLog(flags.log, wantsColours(), (text) => process.stdout.write(text)),
    commits: data?.log,
    shared,
    replaceGlobals: true,
  })
}

/** The world that a reset goes back to. What was kept does not need that file any more: if it is gone, it is what was kept. */
async function worldOf({ world }: ServeFlags, data: DataFile | undefined): Promise<World | undefined> {
  if (world === undefined) return undefined
  const kept = data?.kept
  return kept === undefined ? readWorldFile(world) : readWorldFile(world).catch(() => exportWorld(kept))
}

function greet(
  { url, port, context }: Started,
  { quiet, log, controlToken }: ServeFlags,
  curlTrust: readonly string[],
): void {
  const made = controlToken === undefined ? context.controlToken : null
  const { defaultSandbox } = context.sandboxes
  const startUp = {
    url,
    port,
    curlTrust,
    credentials: defaultSandbox.credentials(),
    hasEvents: defaultSandbox.read().count('events') > 0,
    seed: defaultSandbox.seed,
    reproduce: reproduceCommand(context, defaultSandbox, url),
    madeControlToken: made,
  }
  if (!quiet) process.stdout.write(log === 'json' ? `${startUpJson(startUp)}\n` : startUpText(startUp))
  // It is told nowhere else.
  else if (made !== null) process.stderr.write(`${controlTokenLine(made)}\n`)
}

const wantsColours = (): boolean => process.stdout.isTTY && !process.env.NO_COLOR
