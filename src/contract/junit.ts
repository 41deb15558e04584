import { junitXml } from '../junit.ts'
import type { ContractReport } from './report.ts'
import { driftLine } from './text.ts'

/** A report as JUnit's XML: a test case for each check. */
export const junitReport = ({ operations, duration_ms }: ContractReport): string =>
  junitXml(
    'tevo-local verify',
    duration_ms,
    operations.flatMap(({ operation, fidelity, source, checks }) =>
      checks.map(({ shows, duration_ms, drifts, why }) => {
        const [first] = drifts
        const lines = [...drifts.map(driftLine), `${fidelity}: ${source}`]
        const failure =
          first === undefined ? null : { type: first.kind, message: drifts.map(driftLine).join('; '), lines }
        return { group: operation, name: shows, duration_ms, failure, skipped: why }
      }),
    ),
  )
