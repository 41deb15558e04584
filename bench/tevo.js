// @ts-check
import { parseArgs } from 'node:util'
import defaultWorld from '../fixtures/default.json' with { type: 'json' }
import { JournalEntry } from '../src/journal/entry.ts'
import { start } from '../src/start.ts'
import { openDataFile } from '../src/store/file/open-file.ts'
import { readBody } from '../src/wire/input.ts'
import { SentBody } from '../src/wire/sent-body.ts'
import { operationCalled } from './inside.js'
import { BROKER, BROKERS_REVIEWER_ID, ORDERS, WEBSITE, withTickets } from './order.js'

/**
 * `node tevo.js 1000` serves a world in which the website has sold 1,000 times what the broker owns. `--no-journal`
 * remembers no request; `--data FILE` keeps what happens, and SIGUSR2 compacts that file. `--several` makes it one of several
 * processes, which has all sandboxes, or with `--passes-to URL` none. Of the bench, this file,
 * `inside.js` and `rung.js` alone know what is inside src.
 */

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    'no-journal': { type: 'boolean', default: false },
    data: { type: 'string' },
    several: { type: 'boolean', default: false },
    'passes-to': { type: 'string' },
  },
})

const kept =
  values.data === undefined ? undefined : await openDataFile(values.data, { start_ms: Date.now(), say: console.error })
const { url, context } = await start({
  port: 0,
  world: withTickets(defaultWorld),
  replaceGlobals: true,
  kept: kept?.kept,
  commits: kept?.log,
  several: values.several || values['passes-to'] !== undefined ? severalOf(values['passes-to']) : undefined,
})
const sandbox = context.sandboxes.defaultSandbox
if (kept?.kept === undefined) placeOrders(Number(positionals[0]))
await sandbox.durable()
process.on('SIGUSR2', () => kept?.log.compact())
if (values['no-journal']) {
  sandbox.journal.open = (request, kind) => new JournalEntry('req_1', request, kind)
  sandbox.journal.close = () => {}
}
console.log(url)

/** @param {string | undefined} url  of the process that has all sandboxes; this one, where it is left out */
function severalOf(url) {
  /** @type {import('../src/sandbox/ownership.ts').Owner} */
  const owner = url === undefined ? { kind: 'mine' } : { kind: 'other', url, process: 'owner' }
  const ownership = {
    ofToken: () => owner,
    ofName: () => owner,
    doubt: () => {},
    forget: () => {},
    list: async () => [],
    process: 'of-the-bench',
    isReady: true,
    owned: () => 1,
  }
  return { ownership, secret: 'of the bench' }
}

/**
 * Every second order is accepted, so that a poll for pending ones has something to leave out.
 * @param {number} count
 */
function placeOrders(count) {
  sandbox.write((tx) => {
    const creates = ORDERS.map((order) => calling(tx, WEBSITE, 'POST', '/v9/orders', { orders: [order] }))
    for (let nth = 0; nth < count; nth += 1) {
      creates[nth % creates.length]?.()
      const [front] = tx.all('orders')
      const accept = `/v9/orders/${front?.back_order_id}/accept`
      if (nth % 2 === 1) calling(tx, BROKER, 'POST', accept, { reviewer_id: BROKERS_REVIEWER_ID })()
    }
  })
}

/**
 * A call without HTTP, inside a transaction: 100,000 of them take seconds and not minutes.
 * @param {import('../src/store/transaction.ts').Transaction} tx
 * @param {{ token: string }} credential
 * @param {string} method
 * @param {string} target
 * @param {object} json
 */
function calling(tx, credential, method, target, json) {
  const { schema, handle } = operationCalled(context, credential, method, target)
  const sent = new SentBody(Buffer.from(JSON.stringify(json)))
  const { value } = readBody(schema, sent)
  return () => handle(tx, value, () => sent.object())
}
