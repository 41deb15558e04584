import { WriteStream } from 'node:tty'
import { expect, test } from 'vitest'
import { progressOn } from '../../src/commands/sweep-progress.ts'
import type { SweepRunReport } from '../../src/index.ts'

/** What a person sees on a terminal; what another program reads is in command.test.ts. */

test('on a terminal one line says how far it is, and how long it takes', () => {
  const shown: string[] = []
  // A stream as a terminal has one, which no test run has for certain.
  const terminal: NodeJS.WriteStream = Object.assign(Object.create(WriteStream.prototype), {
    isTTY: true,
    write: (text: string) => shown.push(text),
  })
  const progress = progressOn(terminal)
  const run: SweepRunReport = {
    id: 'orders.create#1:503',
    request: { kind: 'request', operation: 'orders.create', occurrence: 1, method: 'POST', path: '/v9/orders' },
    effect: '503',
    at: 'before',
    class: 'survived',
    exit_code: 0,
    damage: [],
    advice: [],
    story: [],
    reproduce: '',
    duration_ms: 1,
  }
  progress.baseline({ requests: 1, webhooks: 2, differs: ['the order of its requests'], duration_ms: 9 }, 2)
  progress.run(run, { done: 1, planned: 2, left_ms: 1_200 })
  progress.run({ ...run, class: 'loud damage' }, { done: 2, planned: 2, left_ms: 0 })
  progress.end()

  const CLEAR = '\r\u001b[2K'
  expect(shown.join('')).toBe(
    [
      `${CLEAR}Without a fault: 1 request and 2 webhooks. To be tried: 2 runs.\n`,
      `${CLEAR}Not the same in each run is the order of its requests.\n`,
      `${CLEAR}1 of 2 runs, 0 bad, about 2 s left`,
      `${CLEAR}loud damage: orders.create#1:503\n${CLEAR}2 of 2 runs, 1 bad`,
      CLEAR,
    ].join(''),
  )
})
