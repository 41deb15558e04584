import { html, raw } from 'hono/html'
import type { SweepReport } from '../public/sweep.ts'
import { several } from '../shorten.ts'
import { SWEEP_CLASSES } from '../store/words.ts'
import { isBad } from './report.ts'
import { type Cell, tablesOf } from './table.ts'

const TITLE = 'What breaks if any one answer is lost?'

const STYLE = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif }
body { max-width: 80rem; margin: 2rem auto; padding: 0 1rem }
table { border-collapse: collapse; margin: 1rem 0 }
th, td { border: 1px solid #8886; padding: .2rem .6rem; text-align: left; white-space: nowrap }
.silent { background: #d32f2f; color: #fff } .loud { background: #f57c00; color: #000 } .hung { background: #7b1fa2; color: #fff }
.reported { background: #fbc02d44 } .survived { background: #388e3c44 }
td a { color: inherit }
pre { overflow-x: auto; padding: .6rem; background: #8882 }
`

/** A report as one page that needs nothing else: no script, no font, no picture. */
export function pageReport(report: SweepReport): string {
  const { runs, not_tried, summary, baseline, command } = report
  const bad = runs.filter(isBad)
  return `${html`<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>tevo-local sweep</title>
<style>${raw(STYLE)}</style>
<h1>${TITLE}</h1>
${command === null ? '' : html`<pre>${command.join(' ')}</pre>`}
<p>${SWEEP_CLASSES.map((name) => `${summary[name]} ${name}`).join(', ')}; ${not_tried.length} not tried.
Without a fault: ${several(baseline.requests, 'request')} and ${several(baseline.webhooks, 'webhook')}.</p>
${baseline.differs.map((line) => html`<p>Not the same in each run: ${line}.</p>`)}
${tablesOf(report).map(
  ({ kind, effects, rows }) => html`<table>
<tr><th>${kind}</th>${effects.map((effect) => html`<th>${effect}</th>`)}</tr>
${rows.map(
  ({ target, cells }) => html`<tr><th>${target}</th>${cells.map(cellOf)}</tr>
`,
)}</table>
`,
)}
${bad.map(
  ({ id, class: verdict, damage, story, reproduce }) => html`<h2 id="${id}">${verdict}: ${id}</h2>
<ul>${damage.map(({ name, detail }) => html`<li><code>${name}</code>: ${detail}</li>`)}</ul>
<ol>${story.map((line) => html`<li>${line}</li>`)}</ol>
<pre>${reproduce}</pre>
`,
)}
${not_tried.length === 0 ? '' : html`<h2>Not tried</h2><ul>${not_tried.map(({ id, why }) => html`<li>${id}: ${why}</li>`)}</ul>`}
</html>
`}`
}

function cellOf(cell: Cell | null) {
  if (cell === null) return html`<td></td>`
  const { id, class: verdict } = cell
  const isLinked = verdict !== 'not tried' && isBad({ class: verdict })
  return html`<td class="${verdict.split(' ')[0] ?? ''}">${isLinked ? html`<a href="#${encodeURIComponent(id)}">${verdict}</a>` : verdict}</td>`
}
