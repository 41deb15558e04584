import { describe, expect, test } from 'vitest'
import { type Phase, REQUEST_PHASES } from '../../src/faults/effect.ts'
import { effects } from '../../src/faults/effects.ts'
import { DEADLINE_MS, within } from '../deadline.ts'
import { serve } from '../harness.ts'
import { orderBody } from '../orders/journey.ts'
import type { SignedRequest } from '../socket.ts'
import { clients, type Reuse } from './clients.ts'
import { CREATED, ROWS, type Row, statusIn } from './rows.ts'

/**
 * Every effect in every phase, as each client sees it, on fresh connections and on those that have been used: what the
 * client saw, what the journal says, what has become of the world, and that nothing hangs. The effects come from their
 * registry: a new one fails here until its row says what is seen of it.
 */

const MARKED = { 'X-Matrix': 'this one' }
const ORDER: SignedRequest = { method: 'POST', target: '/v9/orders', body: orderBody() }
/** One for the buyer, and one behind it. */
const ORDERS_MADE = 2

const ofRequests = effects.filter(({ phases }) => REQUEST_PHASES.some((phase) => phases.includes(phase)))

test('every effect has a row', () => {
  expect(ofRequests.map(({ type }) => type).filter((type) => ROWS[type] === undefined)).toEqual([])
})

interface Case {
  readonly type: string
  readonly phase: Phase
  readonly row: Row
  readonly client: string
  readonly reuse: Reuse
}

const cases = ofRequests.flatMap(({ type, phases }) =>
  REQUEST_PHASES.filter((phase) => phases.includes(phase)).flatMap((phase) =>
    (ROWS[type] ?? []).flatMap((row) =>
      Object.keys(clients).flatMap((client) =>
        (['fresh', 'reused'] as const).map((reuse): [name: string, Case] => [
          `${type}${row.settings === undefined ? '' : ` ${JSON.stringify(row.settings)}`} ${phase}, ${client}, ${reuse}`,
          { type, phase, row, client, reuse },
        ]),
      ),
    ),
  ),
)

describe('each client sees what it should, and the journal says what was done:', () => {
  test.for(cases)('%s', async ([, { type, phase, row, client, reuse }]) => {
    const server = await serve({ clock_ms: Date.parse('2026-01-01T00:00:00Z') })
    const request = { ...ORDER, headers: { ...MARKED, Connection: 'close' } }
    await server.faults.arm({ id: 'it', match: { header: MARKED }, phase, effect: { type, ...row.settings } })
    const before = (await server.records()).count('orders')
    const look = clients[client] ?? expect.fail(`there is no client ${client}`)

    const { sight, status, connections } = await within(
      DEADLINE_MS,
      `${client} to come to an end`,
      look(server, request, reuse),
    )

    const expected = statusIn(phase, row)
    expect({ sight, status }).toEqual({ sight: row.sight, status: expected })

    const listed: Entry[] = await server.journal.list('')
    const hit = listed.filter(({ faults }) => faults.length > 0)
    // A library that sends again by itself, on another connection, meets the fault again.
    expect(hit.length).toBeGreaterThan(0)
    expect(connections === 1 || hit.length > 1, `${connections} connections`).toBe(true)
    expect(listed.length - hit.length).toBe(reuse === 'reused' ? 1 : 0)
    const isDone = phase === 'after-commit' || type === 'none'
    // What a library sends again is met by the same injection, and changes nothing once more.
    const [first, ...again] = hit.toSorted((one, other) => (one.id < other.id ? -1 : 1))
    const told = { status: expected, faults: [{ id: 'it', phase, effect: type }] }
    expect(first).toMatchObject({ ...told, committed: isDone })
    for (const entry of again) expect(entry).toMatchObject({ ...told, committed: false, resend_of: first?.id })
    expect(again.length).toBeLessThanOrEqual(1)
    expect((await server.records()).count('orders') - before).toBe(isDone ? ORDERS_MADE : 0)

    // Nothing is left that waits, and the next one is answered.
    expect(await server.faults.get('it')).toMatchObject({ held: 0 })
    await server.faults.disarm()
    const { method, target, body } = request
    expect((await server.call(method, target, { body })).status).toBe(CREATED)
    await within(DEADLINE_MS, 'the server to stop', server.stop())
  })
})

interface Entry {
  readonly id: string
  readonly faults: readonly object[]
}
