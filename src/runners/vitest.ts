import { relative } from 'node:path'
import { inject, expect as vitestExpect, test as vitestTest } from 'vitest'
import type { TevoMatchers } from '../public/matchers.ts'
import type { TevoSandbox } from '../public/sandbox.ts'
import type { TevoLocal } from '../public/server.ts'
import type { MakeSandboxOptions } from '../public.ts'
import { matchers } from './matchers.ts'
import { type ServerAddress, serverFor, serverIn } from './server.ts'
import { openSandbox, patternOf } from './test-sandbox.ts'

declare module 'vitest' {
  interface Matchers<T> extends TevoMatchers {}
  interface ProvidedContext {
    tevoLocal: ServerAddress
  }
}

/** What a test gets beside vitest's own context. */
export interface TevoFixtures {
  /** A sandbox of this test's own. When the test fails, what came in it is printed. */
  readonly tevo: TevoSandbox
  /** How it is made: `test.override('tevoOptions', { clock: '2026-01-01T00:00:00Z' })`. */
  readonly tevoOptions: MakeSandboxOptions
  /** The server that it is in: the run's, or else one of this worker. */
  readonly tevoServer: TevoLocal
}

vitestExpect.extend(matchers)

export { vitestExpect as expect }

export const test = vitestTest.extend<TevoFixtures>({
  tevoServer: [
    // biome-ignore lint/correctness/noEmptyPattern: vitest reads the names of the fixtures there
    async ({}, use) => {
      // Nothing is provided without the global set-up, whatever the type says.
      const provided: ServerAddress | undefined = inject('tevoLocal')
      const server = await serverFor(provided ?? serverIn(process.env))
      await use(server)
      await server.stop()
    },
    { scope: 'worker' },
  ],
  tevoOptions: {},
  tevo: async ({ tevoServer, tevoOptions, task }, use) => {
    const { tevo, report, close } = await openSandbox(tevoServer, tevoOptions)
    await use(tevo)
    if (task.result?.state === 'fail' && !task.fails) {
      const file = relative(process.cwd(), task.file.filepath)
      const name = patternOf(task.fullTestName)
      console.error(await report(['npx', 'vitest', 'run', file, '-t', name]))
    }
    await close()
  },
})

export { test as it }
