import { several } from '../shorten.ts'
import type { ContractReport, Drift } from './report.ts'

export const driftLine = ({ kind, field, expected, got }: Drift): string =>
  `${kind} ${field}: expected ${expected}, got ${got}`

/** A report for people: what differs first, then what nobody looked at. */
export function textReport({ target, operations, counts, requests, duration_ms, writes }: ContractReport): string {
  const drifted = operations.filter(({ outcome }) => outcome === 'drift')
  const blocks = drifted.map(({ operation, method, path, fidelity, source, checks }) =>
    [
      `${operation}  ${method} ${path}`,
      `  ${fidelity}: ${source}`,
      ...checks.flatMap(({ shows, drifts }) =>
        drifts.length === 0 ? [] : [`  ${shows}`, ...drifts.map((drift) => `    ${driftLine(drift)}`)],
      ),
    ].join('\n'),
  )
  const skipped = operations.flatMap(({ operation, checks }) =>
    checks.flatMap(({ shows, why }) => (why === null ? [] : [{ said: `${operation}: ${shows}`, why }])),
  )
  const whys = [...new Set(skipped.map(({ why }) => why))]
  const unseen = whys.flatMap((why) => [
    `  ${why}`,
    ...skipped.filter((each) => each.why === why).map(({ said }) => `    ${said}`),
  ])
  const ended = `${several(operations.length, 'operation')} of ${target}: ${counts['as described']} as described, ${counts.drift} with drift, ${counts['not checked']} not checked; ${several(requests, 'request')} in ${(duration_ms / 1_000).toFixed(1)} s${writes ? '' : ', reads only'}`
  return `${[...blocks, ...(unseen.length > 0 ? [['Not checked', ...unseen].join('\n')] : []), ended].join('\n\n')}\n`
}
