import { requestLog } from '../log/log.ts'
import { reproduceCommand } from '../routes/control/reproduce.ts'
import { type Started, start } from '../start.ts'
import { keepInFile } from '../store/data-file.ts'
import type { World } from '../store/world.ts'
import { readWorldFile, readWorldFileIfAny } from '../store/world-file.ts'
import { printProblem } from './print-problem.ts'
import { readServeFlags, type ServeFlags } from './serve-flags.ts'
import { controlTokenLine, startUpJson, startUpText } from './start-up.ts'

/** What a shell says of a program that a signal ended. */
const EXIT_CODES = { SIGTERM: 143, SIGINT: 130 }

/** `tevo-local`: serves until a signal comes. Resolves when it listens. */
export async function serveCommand(args: readonly string[]): Promise<void> {
  const flags = readServeFlags(args)
  const serving: { server?: Started } = {}
  // Before anything takes time: PID 1 of a container never gets a signal that it does not listen for.
  stopAtSignals(serving)
  // Whoever read our output went away, as `head` does: the server goes on.
  process.stdout.on('error', () => {})

  const { data } = flags
  const kept = data === undefined ? undefined : await readWorldFileIfAny(data)
  serving.server = await start({
    host: flags.host,
    port: flags.port,
    world: await worldOf(flags, kept),
    worldFile: flags.seed,
    kept,
    clock_ms: flags.clock_ms,
    seed: flags.randomSeed,
    faultsFile: flags.faults,
    faults:
      flags.faults === undefined ? undefined : await (await import('./faults-file.ts')).readFaultsFile(flags.faults),
    controlToken: flags.controlToken,
    log: flags.quiet ? undefined : requestLog(flags.log, wantsColours(), (text) => process.stdout.write(text)),
    persist: data === undefined ? undefined : (store) => keepInFile(data, store),
    replaceGlobals: true,
  })
  greet(serving.server, flags)
}

/** The world that a reset goes back to. What was kept does not need the seed any more: if that is gone, it is what was kept. */
async function worldOf({ seed }: ServeFlags, kept: World | undefined): Promise<World | undefined> {
  if (seed === undefined) return undefined
  return kept === undefined ? readWorldFile(seed) : readWorldFile(seed).catch(() => kept)
}

/** Stops in good order at the first signal, and at once at the second. */
function stopAtSignals(serving: { readonly server?: Started }): void {
  let isStopping = false
  for (const [signal, exitCode] of Object.entries(EXIT_CODES))
    process.on(signal, () => {
      if (isStopping) process.exit(exitCode)
      isStopping = true
      if (serving.server === undefined) process.exit(0)
      serving.server.stop().then(
        () => process.exit(0),
        (problem) => {
          printProblem(problem)
          process.exit(2)
        },
      )
    })
}

function greet({ url, port, context }: Started, { quiet, log, controlToken }: ServeFlags): void {
  const made = controlToken === undefined ? context.controlToken : null
  const { fallback } = context.sandboxes
  const startUp = {
    url,
    port,
    credentials: fallback.credentials(),
    seed: fallback.seed,
    reproduce: reproduceCommand(context, fallback, url),
    madeControlToken: made,
  }
  if (!quiet) process.stdout.write(log === 'json' ? `${startUpJson(startUp)}\n` : startUpText(startUp))
  // Nobody could know it otherwise.
  else if (made !== null) process.stderr.write(`${controlTokenLine(made)}\n`)
}

const wantsColours = (): boolean => process.stdout.isTTY && !process.env.NO_COLOR
