import { readFileSync } from 'node:fs'
import { contractSender } from '../../src/commands/contract-sender.ts'
import type { ContractReport } from '../../src/contract/report.ts'
import { runSuite } from '../../src/contract/run.ts'
import { readSuite } from '../../src/contract/suite.ts'
import type { Keys } from '../http.ts'

interface Wanted {
  readonly writes?: boolean
  readonly only?: readonly string[]
  readonly maxRequests?: number
}

/** The report of the contract suite on a server. */
export async function verified(
  target: string,
  { token, secret }: Keys,
  { writes = false, only, maxRequests = 1_000 }: Wanted = {},
): Promise<ContractReport> {
  const { send, close } = await contractSender(target)
  const pdf = readFileSync(new URL('../../fixtures/two-tickets.pdf', import.meta.url), 'base64')
  try {
    return await runSuite({
      suite: await readSuite(),
      target,
      token,
      secret,
      writes,
      only: only ?? null,
      send,
      delay_ms: 0,
      maxRequests,
      given: { run: 'one', two_tickets: pdf },
    })
  } finally {
    close()
  }
}

/** All drift of a report, in lines. */
export const driftIn = ({ operations }: ContractReport): string[] =>
  operations.flatMap(({ operation, checks }) =>
    checks.flatMap(({ shows, drifts }) =>
      drifts.map(
        ({ kind, field, expected, got }) =>
          `${operation}, ${shows}: ${kind} ${field}: expected ${expected}, got ${got}`,
      ),
    ),
  )

/** What was not checked, with the reason. */
export const uncheckedIn = ({ operations }: ContractReport): string[] =>
  operations.flatMap(({ operation, checks }) =>
    checks.flatMap(({ shows, why }) => (why === null ? [] : [`${operation}, ${shows}: ${why}`])),
  )
