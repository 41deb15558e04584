import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Operation } from '../../src/operation.ts'
import { operations } from '../../src/routes/operations.ts'
import { serveUntilStopped, type TestServer } from '../harness.ts'
import fc, { MORE } from '../properties.ts'
import { type Scene, setScene } from './scene.ts'
import { validRequest } from './valid-requests.ts'

/** A read that was remembered is answered, and told to the journal, as one that is made anew. */

let server: TestServer
let scene: Scene
let initial: string
beforeAll(async () => {
  server = await serveUntilStopped({ clock_ms: Date.UTC(2026, 0, 1) })
  scene = await setScene(server)
  initial = await server.snapshot()
})
afterAll(() => server.stop())

const emulated = operations.filter((operation): operation is Operation => operation.emulated)
const reads = emulated.filter(({ method }) => method === 'GET')

const RUNS = 8 * MORE

interface Step {
  readonly change: () => Promise<unknown>
  readonly looks: readonly Operation[]
}

/** What may change what reads show, or when they show it. */
const CHANGES: readonly (() => Promise<unknown>)[] = [
  ...emulated.map((operation) => () => {
    const { as, path, body } = validRequest(server, scene, operation)
    return server.call(operation.method, path, { body, as })
  }),
  () => server.clock.advance('31m'),
  () => server.settings({ index_lag_s: 60 }),
  () => server.settings({ index_lag_s: 0 }),
  () => server.restore(initial),
]

const step: fc.Arbitrary<Step> = fc.record({
  change: fc.constantFrom(...CHANGES),
  looks: fc.array(fc.constantFrom(...reads), { minLength: 2, maxLength: 4 }),
})

/** What a client and the journal see of a read. */
async function look(operation: Operation) {
  const { as, path } = validRequest(server, scene, operation)
  const { status, text, headers } = await server.call('GET', path, { as })
  const [entry] = await server.journal.list('?limit=1')
  const { ignored, notes, problems, created, changed, committed } = entry
  return { status, text, etag: headers.etag, ignored, notes, problems, created, changed, committed }
}

test('whatever changes in between', async () => {
  await fc.assert(
    fc
      .asyncProperty(fc.array(step, { minLength: 2, maxLength: 4 }), async (steps) => {
        for (const { change, looks } of steps) {
          // So that it is remembered before something changes.
          for (const operation of looks) await look(operation)
          await change()
          for (const operation of looks) {
            const first = await look(operation)
            // Some GETs of TEvo's are moves: they find something else the next time.
            if (first.committed) continue
            const again = await look(operation)
            server.forgetAnswers()
            const fresh = await look(operation)
            expect([operation.id, again]).toEqual([operation.id, first])
            expect([operation.id, first]).toEqual([operation.id, fresh])
          }
        }
      })
      .afterEach(() => server.restore(initial)),
    { numRuns: RUNS },
  )
})

/** Performers and venues say when their next event is. */
const THAT_LOOK_AT_THE_TIME = [
  'queued_orders.recent',
  'performers.index',
  'performers.show',
  'venues.index',
  'venues.show',
]
/** They write down that a file was given, or are moves that TEvo makes by GET. */
const THAT_WRITE = [
  'orders.print_etickets',
  'items.print_etickets',
  'orders.print',
  'items.remove_etickets',
  'shipments.deliver',
  'shipments.get_airbill',
  'payments.apply',
]

test('a read that wrote nothing and asked for no time', async () => {
  server.forgetAnswers()
  const forgotten: string[] = []
  for (const operation of reads) {
    const before = server.remembersAnswers()
    const { status } = await look(operation)
    if (status === 200 && server.remembersAnswers() === before) forgotten.push(operation.id)
  }

  expect(forgotten.toSorted()).toEqual([...THAT_LOOK_AT_THE_TIME, ...THAT_WRITE].toSorted())
})
