import { reportOf } from '../library/report.ts'
import { messageOf } from '../problem.ts'
import type { TevoSandbox } from '../public/sandbox.ts'
import type { TevoLocal } from '../public/server.ts'
import type { MakeSandboxOptions } from '../public.ts'
import { shellWord } from '../shell-word.ts'

/** They bring a sandbox back as it began, where the test itself does not say how that is. */
const SEED_VARIABLE = 'TEVO_LOCAL_SEED'
const CLOCK_VARIABLE = 'TEVO_LOCAL_CLOCK'

/** The sandbox of one test. */
export interface TestSandbox {
  readonly tevo: TevoSandbox
  /** What to print when the test has failed; `command` runs this test alone. It never rejects. */
  report(command: readonly string[]): Promise<string>
  /** Ends with the test. */
  close(): Promise<void>
}

export async function openSandbox(server: TevoLocal, options: MakeSandboxOptions = {}): Promise<TestSandbox> {
  const tevo = await server.makeSandbox({ ...beginningIn(process.env), ...options })
  const began_at = await tevo.clock.now()
  return {
    tevo,
    report: async (command) => {
      const again = [
        `${SEED_VARIABLE}=${tevo.seed}`,
        `${CLOCK_VARIABLE}=${began_at.toISOString()}`,
        ...command.map(shellWord),
      ].join(' ')
      return reportOf(tevo, again).catch(
        (problem: unknown) => `tevo-local: nothing to tell of the sandbox: ${messageOf(problem)}\n`,
      )
    },
    close: () => tevo.delete(),
  }
}

/** What `-t` takes, in vitest and in Jest: a pattern that is this name. */
export const patternOf = (testName: string): string => testName.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')

function beginningIn({ [SEED_VARIABLE]: seed, [CLOCK_VARIABLE]: clock }: NodeJS.ProcessEnv): MakeSandboxOptions {
  if (seed && !/^\d+$/.test(seed))
    throw new TypeError(`${SEED_VARIABLE}: "${seed}" is not a seed: give a whole number, 0 or more`)
  return { ...(seed ? { seed: Number(seed) } : {}), ...(clock ? { clock } : {}) }
}
