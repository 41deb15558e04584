import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import * as z from 'zod'
import defaultWorld from '../../fixtures/default.json' with { type: 'json' }
import { perform } from '../../src/http/perform.ts'
import { Visit } from '../../src/http/visit.ts'
import { defineOperation } from '../../src/operation.ts'
import type { Preparing } from '../../src/rules/job.ts'
import { concludeHold, intendHold, sendLater } from '../../src/rules/outbound-calls.ts'
import { stale, unprocessable } from '../../src/rules/refusal.ts'
import { start } from '../../src/start.ts'
import type { Transaction } from '../../src/store/transaction.ts'
import { present } from '../../src/wire/reply.ts'
import { send } from '../http.ts'

/** An operation that asks a broker's service before it does its work. TEvo has none of this kind yet; these are ours. */

const add = (tx: Transaction, name: string) =>
  tx.put('companies', { id: tx.nextId('companies'), account: 'brokerage:1930', name, updated_at: tx.now })

interface Held {
  readonly call: number
}

/** What the broker was asked, in order, and what the operation has to expect. */
interface Scene {
  readonly asked: string[]
  /** How often others come in between. */
  overtaken: number
  readonly isRefused: boolean
}

const operationOf = (scene: Scene) =>
  defineOperation({
    id: 'companies.hold',
    method: 'POST',
    path: '/v9/companies/hold',
    summary: 'For this test alone.',
    source: 'https://example.test/',
    fidelity: 'decided',
    credentials: ['API'],
    status: 201,
    output: () => z.strictObject({ call: z.int() }),
    prepare: async ({ previous, write, note }: Preparing<Held> & { note: (text: string) => void }): Promise<Held> => {
      note('the broker is asked')
      // It was asked at the first try.
      if (previous !== undefined) return previous
      const { id } = await write((tx) => intendHold(tx, { office_id: 1700, request: { quantity: 2 } }))
      scene.asked.push('hold')
      await write((tx) =>
        concludeHold(tx, id, {
          state: 'held',
          attempt: { at: 0, status: 201, error: null, answer: '', duration_ms: 1 },
        }),
      )
      return { call: id }
    },
    handle: ({ tx, prepared, note }) => {
      note('the work is done')
      if (scene.overtaken > 0) {
        scene.overtaken -= 1
        throw stale()
      }
      add(tx, 'Held')
      if (scene.isRefused) throw unprocessable('there is no room')
      return { call: prepared.call }
    },
    refused: ({ tx, prepared, refusal }) => {
      scene.asked.push('release')
      const request = { of: prepared?.call, why: refusal.message }
      sendLater(tx, 'release', { office_id: 1700, global_id: `TEVO-${prepared?.call}` }, { order_id: null, request })
    },
  })

/** Sends one request to the operation, over a real port. */
async function visitWith(scene: Scene) {
  const started = await start({ port: 0, world: defaultWorld, clock_ms: Date.parse('2026-01-01T00:00:00Z') })
  const { context } = started
  const sandbox = context.sandboxes.defaultSandbox
  const token = sandbox.credentials().find(({ name }) => name === 'website')?.token
  const { caller } = context.sandboxes.byToken(token)
  if (caller === undefined) throw new Error('the website is known')
  const operation = operationOf(scene)
  const server = createServer(async (incoming, outgoing) => {
    const visit = new Visit(context, incoming, outgoing)
    visit.operation = operation
    visit.arrive(sandbox, caller)
    visit.understand({ operation, caller, query: {}, input: undefined, ignored: [], notes: [] })
    const answer = await perform(visit)
    if (answer.kind === 'sent') throw new Error('no fault is armed')
    const reply = present(answer, visit)
    visit.close(reply)
    outgoing.writeHead(reply.status ?? 500, reply.headers).end(reply.body)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(async () => {
    server.closeAllConnections()
    server.close()
    await started.stop()
  })
  const { port } = server.address() as AddressInfo
  const received = await send(`http://127.0.0.1:${port}`, 'POST', '/v9/companies/hold')
  const read = sandbox.read()
  const [entry] = sandbox.journal.entries()
  return {
    ...received,
    notes: entry?.notes,
    written: entry?.written,
    companies: [...read.all('companies')].map(({ name }) => name),
    calls: [...read.all('outbound_calls')].reverse().map(({ kind, request }) => ({ kind, request })),
  }
}

test('it asks once, however often it is tried again, and notes only the try that counted', async () => {
  const scene = { asked: [], overtaken: 3, isRefused: false }
  const { status, body, notes, written, companies, calls } = await visitWith(scene)

  expect([status, body]).toEqual([201, { call: 1 }])
  expect(scene.asked).toEqual(['hold'])
  expect(notes).toEqual(['the broker is asked', 'the work is done'])
  expect(written?.created).toEqual([{ type: 'company', id: 11228 }])
  expect(companies).toEqual(['Held'])
  expect(calls).toEqual([{ kind: 'hold', request: { quantity: 2 } }])
})

test('when it is refused after all, nothing of it is there, and what was asked for is taken back', async () => {
  const scene = { asked: [], overtaken: 1, isRefused: true }
  const { status, body, written, companies, calls } = await visitWith(scene)

  expect([status, body]).toEqual([422, { error: 'there is no room' }])
  expect(scene.asked).toEqual(['hold', 'release'])
  expect(written).toBeNull()
  expect(companies).toEqual([])
  expect(calls).toEqual([
    { kind: 'hold', request: { quantity: 2 } },
    { kind: 'release', request: { of: 1, why: 'there is no room' } },
  ])
})
