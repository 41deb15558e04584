import { type ChildProcess, spawn } from 'node:child_process'
import type { TevoSandbox } from '../public/sandbox.ts'
import type { Play } from '../sweep/sweep.ts'
import { cannotStart, isWindows } from './child.ts'

/** How long a program has to end that is asked to. */
const GRACE_MS = 1_000
/** What a program says may come a moment after its end; another one, that it has left behind, may hold that open. */
const LAST_WORDS_MS = 100
/** Of what a program says. */
const KEPT_CHARS = 2_000

/** Programs that run now. */
const running = new Set<ChildProcess>()
const endAll = (): void => {
  for (const child of running) end(child, 'SIGKILL')
}

/** To the whole process group, which the program leads: to what it has started, too. */
function end(child: ChildProcess, signal: NodeJS.Signals): void {
  try {
    if (isWindows || child.pid === undefined) child.kill(signal)
    else process.kill(-child.pid, signal)
  } catch {
    // All of it has ended already.
  }
}

/**
 * Runs a command in a process group of its own, with the variables of a sandbox in its environment. When the command has
 * ended, so has everything that it has started. `isShown`: what it says when
 * something goes wrong is shown on stderr.
 */
export const playCommand =
  ([command = '', ...rest]: readonly string[], isShown: boolean): Play =>
  ({ env }: TevoSandbox<string>, { deadline_ms, signal, hasFault }) =>
    new Promise((resolve, reject) => {
      const began_ms = performance.now()
      const stdio = isShown && hasFault ? (['ignore', 2, 2] as const) : (['ignore', 'pipe', 'pipe'] as const)
      const child = spawn(command, rest, {
        env: { ...process.env, ...env },
        stdio: [...stdio],
        detached: !isWindows,
        shell: isWindows,
      })
      if (running.size === 0) process.on('exit', endAll)
      running.add(child)
      let why: 'hung' | 'stopped' | null = null
      let said = ''
      const hear = (chunk: Buffer): void => {
        said = `${said}${chunk}`.slice(-KEPT_CHARS)
      }
      child.stdout?.on('data', hear)
      child.stderr?.on('data', hear)
      let grace: NodeJS.Timeout | undefined
      const endEarly = (reason: NonNullable<typeof why>): void => {
        why ??= reason
        end(child, 'SIGTERM')
        grace ??= setTimeout(() => end(child, 'SIGKILL'), GRACE_MS)
      }
      const stop = (): void => endEarly('stopped')
      const deadline = deadline_ms === null ? undefined : setTimeout(() => endEarly('hung'), deadline_ms)
      signal.addEventListener('abort', stop)
      const done = (): void => {
        end(child, 'SIGKILL')
        running.delete(child)
        if (running.size === 0) process.off('exit', endAll)
        clearTimeout(deadline)
        clearTimeout(grace)
        signal.removeEventListener('abort', stop)
      }
      child.once('error', (problem) => {
        done()
        reject(cannotStart('sweep', command, problem))
      })
      child.once('exit', (exit_code) => {
        const duration_ms = performance.now() - began_ms
        done()
        const tell = (): void => {
          clearTimeout(late)
          for (const stream of [child.stdout, child.stderr]) stream?.destroy()
          const ended = {
            exit_code: why === null ? exit_code : null,
            isHung: why === 'hung',
            isStopped: why === 'stopped',
          }
          resolve({ ...ended, duration_ms, said: said.trim() })
        }
        const late = setTimeout(tell, LAST_WORDS_MS)
        child.once('close', tell)
      })
      if (signal.aborted) stop()
    })
