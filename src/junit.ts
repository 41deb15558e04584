import { html, raw } from 'hono/html'

/** What XML 1.0 cannot hold, escaped or not. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: it is about them
const NOT_XML = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g

export interface JunitCase {
  readonly group: string
  readonly name: string
  readonly duration_ms?: number
  readonly failure?: { readonly type: string; readonly message: string; readonly lines: readonly string[] } | null
  /** Why it did not run. */
  readonly skipped?: string | null
}

const seconds = (ms: number): string => (ms / 1_000).toFixed(3)

/** A suite as JUnit's XML. */
export function junitXml(suite: string, duration_ms: number, cases: readonly JunitCase[]): string {
  const failures = cases.filter(({ failure }) => failure != null).length
  const skipped = cases.filter((each) => each.skipped != null).length
  const xml = html`${raw('<?xml version="1.0" encoding="UTF-8"?>')}
<testsuites>
  <testsuite name="${suite}" tests="${cases.length}" failures="${failures}" errors="0" skipped="${skipped}" time="${seconds(duration_ms)}">
${cases.map(testCase)}  </testsuite>
</testsuites>
`
  return `${xml}`.replaceAll(NOT_XML, '\ufffd')
}

function testCase({ group, name, duration_ms, failure, skipped }: JunitCase) {
  const time = duration_ms === undefined ? '' : html` time="${seconds(duration_ms)}"`
  const failed = failure
    ? html`<failure type="${failure.type}" message="${failure.message}">${failure.lines.join('\n')}</failure>`
    : ''
  const why = skipped == null ? '' : html`<skipped message="${skipped}"/>`
  return html`    <testcase classname="${group}" name="${name}"${time}>${failed}${why}</testcase>
`
}
