import { relative } from 'node:path'
import { expect as playwrightExpect, test as playwrightTest } from '@playwright/test'
import type { TevoSandbox } from '../public/sandbox.ts'
import type { TevoLocal } from '../public/server.ts'
import type { MakeSandboxOptions } from '../public.ts'
import { matchers } from './matchers.ts'
import { serverFor, serverIn } from './server.ts'
import { openSandbox } from './test-sandbox.ts'

/** What a test gets beside Playwright's own fixtures. */
export interface TevoFixtures {
  /** A sandbox of this test's own. When the test fails, what came in it is printed, and attached. */
  readonly tevo: TevoSandbox
  /** How it is made: `test.use({ tevoOptions: { clock: '2026-01-01T00:00:00Z' } })`. */
  readonly tevoOptions: MakeSandboxOptions
}

export interface TevoWorkerFixtures {
  /** The server that it is in: the one that the environment names, or else one of this worker. */
  readonly tevoServer: TevoLocal
}

export const expect = playwrightExpect.extend(matchers)

export const test = playwrightTest.extend<TevoFixtures, TevoWorkerFixtures>({
  tevoServer: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures there
    async ({}, use) => {
      const server = await serverFor(serverIn(process.env))
      await use(server)
      await server.stop()
    },
    { scope: 'worker' },
  ],
  tevoOptions: [{}, { option: true }],
  tevo: async ({ tevoServer, tevoOptions }, use, testInfo) => {
    const { tevo, report, close } = await openSandbox(tevoServer, tevoOptions)
    await use(tevo)
    const { status, expectedStatus, file, line, project } = testInfo
    if (status !== expectedStatus && status !== 'skipped') {
      const place = `${relative(process.cwd(), file)}:${line}`
      const named = project.name === '' ? [] : [`--project=${project.name}`]
      const body = await report(['npx', 'playwright', 'test', place, ...named])
      await testInfo.attach('tevo-local.txt', { body, contentType: 'text/plain' })
      process.stderr.write(`\n${body}\n`)
    }
    await close()
  },
})
