import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import type { Control } from '../library/control.ts'
import { reportOf } from '../library/report.ts'
import { type Made, madeHandle } from '../library/sandbox.ts'
import { controlOf, controlWith } from '../library/server.ts'
import type { TevoSandbox } from '../public/sandbox.ts'
import { shellWord } from '../shell-word.ts'
import { start } from '../start.ts'
import { readWorldFile } from '../store/world-file.ts'
import { cannotStart, isWindows } from './child.ts'
import { type ExecFlags, readExecFlags } from './exec-flags.ts'
import { refused } from './library-problem.ts'
import { programWords } from './program.ts'
import { tlsOf } from './serve.ts'

/** Signals that end a program, and that one which wraps another hands on. */
const HANDED_ON = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const
const SIGNALLED = 128

/**
 * `tevo-local exec -- CMD`: runs a command with a sandbox of its own, whose variables are in its environment. Resolves to the
 * command's exit code; what a test's failure needs is on stderr when that is not 0.
 */
export async function execCommand(args: readonly string[]): Promise<number> {
  const flags = await readExecFlags(args)
  const { control, stop } = await serverOf(flags)
  try {
    const tevo = await sandboxOf(control, flags)
    const began_at = await tevo.clock.now()
    const code = await run(flags.command, { ...process.env, ...tevo.env })
    if (code !== 0 && !flags.quiet) process.stderr.write(`\n${await reportOf(tevo, againBy(flags, tevo, began_at))}`)
    // A server of others goes on: it is left as it was.
    if (flags.connect !== undefined) await tevo.delete()
    return code
  } finally {
    await stop()
  }
}

async function serverOf(flags: ExecFlags) {
  const { connect, controlToken, port, host } = flags
  if (connect !== undefined) {
    const control = await refused('--connect', () => controlOf(connect, controlToken ?? null))
    return { control, stop: async () => {} }
  }
  const tls = await tlsOf(flags)
  const { url, context, stop } = await start({ port: port ?? 0, host, tls, controlToken, replaceGlobals: true })
  const trust = tls && { ca: tls.cert, isServersOwn: true }
  return { control: await controlWith(url, context.controlToken, trust), stop }
}

const sandboxOf = (control: Control, flags: ExecFlags): Promise<TevoSandbox> =>
  refused('exec:', async () => {
    const { sandbox: name, seed, clock_ms, faults, webhooks } = flags
    const world = flags.world === undefined ? undefined : await readWorldFile(flags.world)
    const clock = clock_ms === undefined ? undefined : new Date(clock_ms)
    // What is undefined is not in JSON.
    const body = { name, world, seed, clock, faults, webhooks }
    const by = 'exec()'
    return madeHandle(control, await control.ask<Made>('/sandboxes', { by, method: 'POST', body }), by)
  })

/** Runs the command to its end; signals that this process gets are handed on to it. */
function run([command = '', ...rest]: readonly string[], env: NodeJS.ProcessEnv): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, rest, { env, stdio: 'inherit', shell: isWindows })
    const handOn = (signal: NodeJS.Signals): void => {
      // From a terminal the command gets it as well as this process.
      if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal)
    }
    for (const signal of HANDED_ON) process.on(signal, handOn)
    const done = (): void => {
      for (const signal of HANDED_ON) process.off(signal, handOn)
    }
    child.once('error', (problem) => {
      done()
      reject(cannotStart('exec', command, problem))
    })
    child.once('close', (code, signal) => {
      done()
      resolve(code ?? SIGNALLED + constants.signals[signal ?? 'SIGTERM'])
    })
  })
}

/** The server is gone then, so the command that brings it back is this one. */
function againBy({ given, command, seed, clock_ms }: ExecFlags, tevo: TevoSandbox, began_at: Date): string {
  const flags = [
    ...given,
    ...(seed === undefined ? ['--seed', String(tevo.seed)] : []),
    ...(clock_ms === undefined ? ['--clock', began_at.toISOString()] : []),
  ]
  return [programWords(), 'exec', ...[...flags, '--', ...command].map(shellWord)].join(' ')
}
