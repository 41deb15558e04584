import { spawnSync } from 'node:child_process'
import { expect, test } from 'vitest'
import type { SweepReport } from '../../src/index.ts'
import { junitReport } from '../../src/sweep/junit.ts'
import { pageReport } from '../../src/sweep/page.ts'
import { reportIn } from '../../src/sweep/report-file.ts'
import { terminalReport } from '../../src/sweep/terminal.ts'

/** A report for people and for other programs: whatever a swept program says of itself stays text. */

const NASTY = `<script>alert("1")</script> & ]]> 'q' \u0007\u{1f3ab}`

const run = {
  id: 'orders.create#1:lost-answer',
  request: { kind: 'request', operation: 'orders.create', occurrence: 1, method: 'POST', path: '/v9/orders' },
  effect: 'lost-answer',
  at: 'after',
  class: 'silent damage',
  exit_code: 0,
  damage: [{ name: 'one_order_per_intent', detail: NASTY }],
  advice: [],
  story: ['Sent: POST /v9/orders', 'Wrong: it', 'Then: nothing', 'End: 0', `Now: ${NASTY}`],
  reproduce: `tevo-local sweep --run 'orders.create#1:lost-answer' -- sh -c ${NASTY}`,
  duration_ms: 1_234,
} as const

const report: SweepReport = {
  command: ['sh', '-c', NASTY],
  setup: { world: null, seed: null, clock: null },
  baseline: { requests: 1, webhooks: 0, differs: [NASTY], duration_ms: 7 },
  runs: [
    run,
    { ...run, id: 'orders.create#1:cut', effect: 'cut' },
    { ...run, id: 'orders.create#1:503', effect: '503', at: 'before', class: 'reported', damage: [], story: [] },
  ],
  not_tried: [{ id: 'orders.create#1:slow', request: run.request, effect: 'slow', at: 'after', why: NASTY }],
  summary: { 'silent damage': 2, 'loud damage': 0, hung: 0, reported: 1, survived: 0 },
  duration_ms: 2_000,
}

/** Reads XML as any other program does. */
const READ = `
import json, sys, xml.etree.ElementTree as tree
suite = tree.fromstring(sys.stdin.buffer.read()).find("testsuite")
print(json.dumps({"suite": suite.attrib, "cases": [
  {**case.attrib, "children": [{"tag": child.tag, **child.attrib, "text": child.text} for child in case]} for case in suite
]}))
`

test('JUnit has a test case for each run, and any XML parser reads it', (context) => {
  const { status, stdout, stderr, error } = spawnSync('python3', ['-c', READ], { input: junitReport(report) })
  if (error !== undefined) return context.skip('there is no python3 here, whose XML parser is asked')
  expect(status, String(stderr)).toBe(0)

  const { suite, cases } = JSON.parse(String(stdout))
  const said = NASTY.replace('\u0007', '\ufffd')
  expect(suite).toEqual({
    name: 'tevo-local sweep',
    tests: '4',
    failures: '2',
    errors: '0',
    skipped: '1',
    time: '2.000',
  })
  expect(cases).toMatchObject([
    {
      classname: 'orders.create#1',
      name: 'orders.create#1:lost-answer',
      time: '1.234',
      children: [
        {
          tag: 'failure',
          type: 'silent damage',
          message: said,
          text: expect.stringContaining(`Now: ${said}\ntevo-local sweep --run`),
        },
      ],
    },
    { name: 'orders.create#1:cut' },
    { name: 'orders.create#1:503', children: [] },
    { name: 'orders.create#1:slow', children: [{ tag: 'skipped', message: said }] },
  ])
})

test('the page needs nothing else, and runs nothing', () => {
  const page = pageReport(report)

  expect(page).toMatch(/^<!doctype html>\n<html lang="en">/)
  expect(page).not.toMatch(/<script|\bsrc=|<link|@import|url\(/i)
  expect(page).toContain('&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; ]]&gt; &#39;q&#39;')
  expect(page).toContain('<a href="#orders.create%231%3Alost-answer">silent damage</a>')
  expect(page).toContain('<h2 id="orders.create#1:lost-answer">silent damage: orders.create#1:lost-answer</h2>')
})

test('on a terminal what came to the same is told once', () => {
  expect(terminalReport(report).split('\n')).toEqual([
    'request          lost-answer  cut     slow  503',
    'orders.create#1  SILENT       SILENT  ?     reported',
    '',
    'silent damage: orders.create#1:lost-answer, one_order_per_intent',
    '  Sent: POST /v9/orders',
    '  Wrong: it',
    '  Then: nothing',
    '  End: 0',
    `  Now: ${NASTY}`,
    '  The same with cut',
    `  ${run.reproduce}`,
    '',
    '3 runs: 2 silent damage, 1 reported',
    `Not tried, for ${NASTY}: orders.create#1:slow`,
    '',
  ])
})

test('a report is read again as it was written; anything else is not one', () => {
  expect(reportIn(JSON.stringify(report))).toEqual(report)
  for (const text of ['', '{}', '[]', '{"runs":[]}', JSON.stringify({ ...report, runs: [{ ...run, class: 'fine' }] })])
    expect(reportIn(text)).toBeNull()
})
