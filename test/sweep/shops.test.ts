import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { SweepReport } from '../../src/index.ts'
import { run, temporaryDirectory, useCli } from '../cli/cli.ts'
import { classesOf, damageOf, timeless } from './programs.ts'

/** The two shops of examples/sweep. `npm test` tries some effects, `.ci/run` all of them (TEVO_EXAMPLES=all). */

const cli = useCli()
const isWhole = process.env.TEVO_EXAMPLES === 'all'
const DEADLINE_MS = 120_000
const TIMEOUT = { timeout: DEADLINE_MS * 2 + 10_000 }

const EFFECTS = isWhole ? [] : ['--effects', 'lost-answer,refused,503,webhook-reordered']

async function sweep(shop: string): Promise<{ report: SweepReport; code: number | null; stdout: string }> {
  const file = join(temporaryDirectory(), 'sweep.json')
  const args = ['sweep', '--jobs', '4', ...EFFECTS, '--json', file, '--', process.execPath, `examples/sweep/${shop}`]
  const { code, stdout, stderr } = await run(process.execPath, [cli(), ...args], { deadline_ms: DEADLINE_MS })
  expect(code, stderr).not.toBe(2)
  return { report: JSON.parse(readFileSync(file, 'utf8')), code, stdout }
}

/** What each planted bug does. */
const BUGS: readonly (readonly [bug: string, run: string, verdict: string, damage: string])[] = [
  ['it sends again blindly', 'orders.create#1:lost-answer', 'silent damage', 'one_order_per_intent'],
  ['it marks a sale as paid before the answer', 'payments.create#1:refused', 'silent damage', 'left_unpaid'],
  ['it does not check after a lost accept', 'orders.accept#1:lost-answer', 'silent damage', 'order_left_behind'],
  ['it gives up after the first 503', 'orders.complete#1:503', 'silent damage', 'order_left_behind'],
  ['it trusts the order of webhooks', 'order_created/seller#1:webhook-reordered', 'silent damage', 'order_left_behind'],
]

test('each bug of the shop is found and named', TIMEOUT, async () => {
  const { report, code, stdout } = await sweep('shop.js')

  expect(code).toBe(1)
  for (const [bug, id, verdict, damage] of BUGS) {
    expect([bug, classesOf(report)[id]]).toEqual([bug, verdict])
    expect([bug, damageOf(report, id)]).toEqual([bug, expect.arrayContaining([damage])])
    expect(stdout).toMatch(new RegExp(`\nsilent damage: ${id.split(':')[0]}:.*${damage}`))
  }
  expect(report.not_tried).toEqual([])
  if (isWhole) expect(timeless((await sweep('shop.js')).report)).toEqual(timeless(report))
})

test('its mended twin survives all of it', TIMEOUT, async () => {
  const { report, code } = await sweep('mended-shop.js')

  expect(report.runs.filter((each) => each.class !== 'survived')).toEqual([])
  expect(code).toBe(0)
  expect(report.runs.length).toBeGreaterThan(isWhole ? 50 : 15)
})
