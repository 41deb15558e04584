import { relative } from 'node:path'
import { afterAll, expect as jestExpect, test as jestTest } from '@jest/globals'
import type { TevoMatchers } from '../public/matchers.ts'
import type { TevoSandbox } from '../public/sandbox.ts'
import type { TevoLocal } from '../public/server.ts'
import type { MakeSandboxOptions } from '../public.ts'
import { matchers } from './matchers.ts'
import { serverFor, serverIn } from './server.ts'
import { openSandbox, patternOf } from './test-sandbox.ts'

declare module 'expect' {
  interface Matchers<R extends void | Promise<void>, T> extends TevoMatchers {}
}
declare global {
  // For those who use Jest's globals, with the types of @types/jest.
  namespace jest {
    interface Matchers<R, T> extends TevoMatchers {}
  }
}

/** What a test gets. */
export interface TevoFixtures {
  /** A sandbox of this test's own. When the test fails, what came in it is printed. */
  readonly tevo: TevoSandbox
  /** The server that it is in: the run's, or else one of this test file. */
  readonly tevoServer: TevoLocal
}

export type TevoTestBody = (fixtures: TevoFixtures) => unknown

type Declare = (name: string, body: TevoTestBody, timeout_ms?: number) => void

/** Jest's `test`, whose function gets a sandbox. */
export interface TevoTest extends Declare {
  readonly only: Declare
  readonly skip: Declare
  readonly failing: Declare
  /** The same for sandboxes made with these options: `test.with({ clock: '2026-01-01T00:00:00Z' })('…', …)`. */
  with(options: MakeSandboxOptions): TevoTest
}

jestExpect.extend(matchers)

export { jestExpect as expect }

/** Started by the first test that needs it, and then for all tests of the file. */
let server: Promise<TevoLocal> | undefined
const serverOfFile = (): Promise<TevoLocal> => {
  server ??= serverFor(serverIn(process.env))
  return server
}
afterAll(async () => {
  await (await server)?.stop()
})

const testWith = (options: MakeSandboxOptions): TevoTest => {
  const played =
    (body: TevoTestBody, isToFail = false) =>
    async (): Promise<void> => {
      const tevoServer = await serverOfFile()
      const { tevo, report, close } = await openSandbox(tevoServer, options)
      try {
        await body({ tevo, tevoServer })
      } catch (problem) {
        // Jest would print with console.error where in this file it was called.
        if (!isToFail) process.stderr.write(`\n${await report(commandFor(jestExpect.getState()))}\n`)
        throw problem
      } finally {
        await close()
      }
    }
  return Object.assign(((name, body, timeout_ms) => jestTest(name, played(body), timeout_ms)) satisfies Declare, {
    only: ((name, body, timeout_ms) => jestTest.only(name, played(body), timeout_ms)) satisfies Declare,
    skip: ((name, body, timeout_ms) => jestTest.skip(name, played(body), timeout_ms)) satisfies Declare,
    failing: ((name, body, timeout_ms) => jestTest.failing(name, played(body, true), timeout_ms)) satisfies Declare,
    with: (more: MakeSandboxOptions) => testWith({ ...options, ...more }),
  })
}

const commandFor = ({ testPath = '', currentTestName = '' }: { testPath?: string; currentTestName?: string }) => [
  'npx',
  'jest',
  relative(process.cwd(), testPath),
  '-t',
  patternOf(currentTestName),
]

export const test: TevoTest = testWith({})

export { test as it }
