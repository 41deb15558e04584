import { html, raw } from 'hono/html'
import type { SweepReport, SweepRunReport } from '../public/sweep.ts'
import { nameOfTarget } from './effects.ts'
import { isBad } from './report.ts'

/** What XML 1.0 cannot hold, escaped or not. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: it is about them
const NOT_XML = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g

const seconds = (ms: number): string => (ms / 1_000).toFixed(3)

/** A report as JUnit's XML: a test case for each run. */
export function junitReport({ runs, not_tried, duration_ms }: SweepReport): string {
  const tests = runs.length + not_tried.length
  const failures = runs.filter(isBad).length
  const xml = html`${raw('<?xml version="1.0" encoding="UTF-8"?>')}
<testsuites>
  <testsuite name="tevo-local sweep" tests="${tests}" failures="${failures}" errors="0" skipped="${not_tried.length}" time="${seconds(duration_ms)}">
${runs.map(testCase)}${not_tried.map(
  ({
    id,
    request,
    why,
  }) => html`    <testcase classname="${nameOfTarget(request)}" name="${id}"><skipped message="${why}"/></testcase>
`,
)}  </testsuite>
</testsuites>
`
  return `${xml}`.replaceAll(NOT_XML, '\ufffd')
}

function testCase(run: SweepRunReport) {
  const { id, request, duration_ms, class: verdict, damage, story, reproduce } = run
  const said = damage.map(({ detail }) => detail).join('; ') || verdict
  const failure = html`<failure type="${verdict}" message="${said}">${[...story, reproduce].join('\n')}</failure>`
  return html`    <testcase classname="${nameOfTarget(request)}" name="${id}" time="${seconds(duration_ms)}">${isBad(run) ? failure : ''}</testcase>
`
}
