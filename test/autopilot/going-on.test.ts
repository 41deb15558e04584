import { describe, expect, onTestFinished, test } from 'vitest'
import defaultWorld from '../../fixtures/default.json' with { type: 'json' }
import { deedJob } from '../../src/rules/orders/deeds.ts'
import { Sandbox } from '../../src/sandbox/sandbox.ts'
import { exportKept, loadKept } from '../../src/store/world.ts'
import { checkKept } from '../../src/store/world-schema.ts'
import { wiringOf } from '../../src/wiring.ts'
import { serve } from '../harness.ts'
import { addGroup } from '../inventory/stock.ts'
import { act, buy, orderBody, place, stateOf } from '../orders/journey.ts'
import { FED_EX, GROUPS, move, PROVIDED_AIRBILL, ship } from '../shipments/parcels.ts'
import { DAY, HOUR, NOON, scenesOf, stage, stepsOf, waitingOf, withRemoteId } from './stage.ts'

/** Which cast plays for whom, and what becomes of its steps when others act, the setting changes, or the server ends. */

describe('a group has a cast of its own', () => {
  test('several at once: each is played as its remote_id says', async () => {
    const { server, log } = await stage('slow-broker')
    const groups = [52554287, 52600013, 324466901, 52600010]
    await withRemoteId(server, {
      52554287: 'good-broker:1',
      52600013: 'rejecting-broker:2',
      324466901: 'double-seller:3',
    })
    const backs: number[] = []
    for (const ticket_group_id of groups)
      backs.push((await place(server, orderBody({}, { ticket_group_id, price: 200 }))).back)

    await server.clock.advance('P2D')

    const ends = backs.map((back) => scenesOf(log, back).at(-1))
    expect(ends).toEqual([
      [5 + HOUR, 'completed'],
      [5, 'rejected'],
      [5 + HOUR, 'cancel_proposed'],
      [6 * HOUR + DAY, 'completed'],
    ])
  })

  test('given by the call that puts it up for sale', async () => {
    const { server, log } = await stage('patient-broker')
    const group = await addGroup(server, { remote_id: 'good-broker:1103811', price: 30 })
    const items = [{ ticket_group_id: group, price: 30, quantity: 2 }]
    const order = await buy(server, { shipped_items: [{ type: 'Eticket', items }] })

    await server.clock.advance('P1D')

    expect(scenesOf(log, order).at(-1)).toEqual([5 + HOUR, 'completed'])
  })

  test('patient-broker keeps the cast of the setting away', async () => {
    const { server } = await stage('good-broker')
    await withRemoteId(server, { [GROUPS.eticket]: 'patient-broker:1' })
    const { front } = await place(server)
    await server.clock.advance('P10D')
    expect(await stateOf(server, front)).toBe('pending')
  })

  test('fraud-desk checks its orders, and the broker of the setting has them then', async () => {
    const { server, log } = await stage('good-broker')
    await withRemoteId(server, { [GROUPS.eticket]: 'fraud-desk:1' })
    const { front, back } = await place(server)
    await server.clock.advance('P1D')
    expect(scenesOf(log, front)).toContainEqual([30, 'fraud approved'])
    expect(scenesOf(log, back).at(-1)).toEqual([35 + HOUR, 'completed'])
  })

  test('a remote_id that only looks like a cast has none', async () => {
    const { server } = await stage('patient-broker')
    for (const remote_id of ['good-broker', 'good-brokers:1', 'x:good-broker:1']) {
      await withRemoteId(server, { [GROUPS.eticket]: remote_id })
      await place(server)
    }
    expect(await stepsOf(server)).toEqual([])
  })
})

describe('the setting changes', () => {
  test('orders that wait are planned again from then on', async () => {
    const { server, log } = await stage('slow-broker')
    const { back } = await place(server)
    await server.clock.advance('PT1H')

    await server.settings({ autopilot: 'good-broker' })

    expect(await waitingOf(server)).toEqual([`${HOUR + 5} seller/accept`])
    await server.clock.advance('PT5M')
    expect(scenesOf(log, back).at(-1)).toEqual([HOUR + 5, 'accepted'])
    await server.settings({ autopilot: 'patient-broker' })
    expect(await stepsOf(server)).toEqual([])
    await server.clock.advance('P10D')
    expect(await stateOf(server, back)).toBe('accepted')
  })

  test('a parcel that is on its way is delivered', async () => {
    const { server, log } = await stage('patient-broker')
    const { back } = await ship(server, FED_EX, { ticket_group_id: GROUPS.physical })
    await server.act(back, 'seller', 'ship')

    await server.settings({ autopilot: 'good-broker' })

    expect(await waitingOf(server)).toEqual([`${3 * DAY} carrier/deliver`])
    await server.clock.advance('P3D')
    expect(scenesOf(log, back).at(-1)).toEqual([3 * DAY, 'completed'])
  })

  test('an order that a world brings along is planned then', async () => {
    const { server } = await stage('good-broker')
    await place(server)
    await server.putWorld((world) => ({ ...world, autopilot_steps: [] }))
    expect(await stepsOf(server)).toEqual([])
    await server.settings({ autopilot: 'slow-broker' })
    expect(await waitingOf(server)).toEqual([`${6 * HOUR} seller/accept`])
  })

  test('a fraud check that is on hold gets its desk, and loses it', async () => {
    const { server } = await stage('patient-broker', { settings: { fraud: 'hold' } })
    await place(server)
    await server.settings({ autopilot: ['patient-broker', 'fraud-desk'] })
    expect(await waitingOf(server)).toEqual(['30 fraud_desk/approve'])
    await server.settings({ autopilot: 'good-broker' })
    expect(await stepsOf(server)).toEqual([])
  })

  test('a change that means the same, or another setting, leaves the steps as they are', async () => {
    const { server } = await stage('good-broker')
    await place(server)
    await server.clock.advance('PT1M')
    await server.settings({ autopilot: ['good-broker'] })
    await server.settings({ auto_cancel: true })
    expect(await waitingOf(server)).toEqual(['5 seller/accept'])
  })

  test('a group with a cast of its own keeps its steps', async () => {
    const { server } = await stage('good-broker')
    await withRemoteId(server, { [GROUPS.eticket]: 'slow-broker:1' })
    await place(server)
    await server.clock.advance('PT1M')
    await server.settings({ autopilot: 'rejecting-broker' })
    expect(await waitingOf(server)).toEqual([`${6 * HOUR} seller/accept`])
  })
})

describe('others act, too', () => {
  test('who accepts first has accepted; what follows acceptance counts from there', async () => {
    const { server, log } = await stage('good-broker')
    const { back } = await place(server)
    await server.clock.advance('PT2M')
    await act(server, 'processor', back, 'accept')

    await server.clock.advance('P1D')

    expect(scenesOf(log, back).slice(2)).toEqual([
      [2, 'accepted'],
      [2 + HOUR, 'Eticket delivered'],
      [2 + HOUR, 'completed'],
    ])
    expect(await stepsOf(server)).toEqual([])
  })

  test.for([
    ['rejects', (back: number) => ({ order: back, as: 'seller', what: 'reject' })],
    ['delivers', (back: number) => ({ order: back, as: 'seller', what: 'deliver' })],
    ['cancels', (back: number) => ({ order: back, as: 'buyer', what: 'cancel' })],
  ] as const)('who %s leaves nothing to be done', async ([deed, how]) => {
    const { server } = await stage('good-broker')
    const { back } = await place(server)
    if (deed !== 'rejects') await act(server, 'processor', back, 'accept')
    const { order, as, what } = how(back)
    expect((await server.act(order, as, what)).status).toBe(200)
    expect(await stepsOf(server)).toEqual([])
  })

  test('who has the carrier pick a parcel up has picked it up: the cast goes on with what follows', async () => {
    const { server, log } = await stage('good-broker')
    const { back } = await ship(server, FED_EX, { ticket_group_id: GROUPS.physical }, false)
    await server.clock.advance('PT5M')
    await server.act(back, 'carrier', 'pick_up')

    await server.clock.advance('P5D')

    expect(scenesOf(log, back).at(-1)).toEqual([5 + 3 * DAY, 'completed'])
    expect(await stepsOf(server)).toEqual([])
  })

  test('a deed that is done just when the cast begins to draw its tickets comes first', async () => {
    const { server } = await stage('good-broker')
    const { back } = await place(server)
    await server.clock.advance('PT5M')
    const kept = loadKept(checkKept(JSON.parse(JSON.stringify(exportKept(server.state())))), 0)
    const wiring = wiringOf({ isOutboundAllowed: false })
    const sandbox = new Sandbox({ name: 'default', world: defaultWorld, clock_ms: null, kept, ...wiring })
    onTestFinished(() => sandbox.close())

    const drawn = sandbox.changeClock({ by_ms: 60 * 60_000 })
    sandbox.carryOutNow(deedJob(back, { as: 'seller', do: 'complete', reason: 'Other', notes: null, seats: null }))
    await drawn

    expect(sandbox.read().must('orders', back).seller_state).toBe('completed')
    expect(sandbox.read().count('autopilot_steps')).toBe(0)
    expect(sandbox.read().count('files')).toBe(0)
  })
})

describe('what cannot be done is shown, and does not fall due again', () => {
  test('a parcel whose buyer never uploads its airbill', async () => {
    const { server } = await stage('good-broker')
    const { back } = await ship(server, PROVIDED_AIRBILL, { ticket_group_id: GROUPS.physical }, false)

    await server.clock.advance('P10D')

    const problem = expect.stringMatching(/^Shipment \d+ has no tracking number yet: the carrier takes it once/)
    expect(await stepsOf(server)).toMatchObject([
      { order_id: back, deed: 'carrier/deliver', due_at: '2026-01-04T12:05:00.000Z', problem },
      { order_id: back, deed: 'carrier/pick_up', due_at: '2026-01-02T12:05:00.000Z', problem },
    ])
    expect(await stateOf(server, back)).toBe('accepted')
  })

  test('tickets whose shipment was canceled', async () => {
    const { server } = await stage('good-broker')
    const { shipment } = await ship(
      server,
      { type: 'Eticket', email_address_id: 33333 },
      { ticket_group_id: GROUPS.eticket },
    )
    await move(server, shipment, 'cancel')
    const other = await place(server)

    await server.clock.advance('P1D')

    const problem = expect.stringMatching(/^Shipment \d+ is canceled; put item/)
    expect(await stepsOf(server)).toMatchObject([{ deed: 'seller/deliver', problem }])
    expect(await stateOf(server, other.front)).toBe('completed')
  })

  test('a deed that the cast does not know, in a world file', async () => {
    const { server } = await stage('patient-broker')
    const { back } = await place(server)
    const step = { id: 7, order_id: back, cast: 'good-broker', deed: 'seller/dance', due_at: '2026-01-01T13:00:00Z' }
    await server.putWorld((world) => ({ ...world, autopilot_steps: [{ ...step, created_at: '2026-01-01T12:00:00Z' }] }))
    await server.clock.advance('P1D')
    expect(await stepsOf(server)).toEqual([
      { ...step, due_at: '2026-01-01T13:00:00.000Z', problem: 'The cast good-broker does no "seller/dance"' },
    ])
  })
})

describe('steps are part of the world', () => {
  test('a server that is started again with what was kept goes on', async () => {
    const { server: first } = await stage(['good-broker', 'fraud-desk'])
    const { back } = await place(first)
    await first.clock.advance('PT36M')
    const kept = loadKept(checkKept(JSON.parse(JSON.stringify(exportKept(first.state())))), 0)
    await first.stop()

    const second = await serve({ kept })
    expect(await waitingOf(second)).toEqual([`${35 + HOUR} seller/deliver`])
    await second.clock.advance('PT59M')

    const { seller_state, updated_at } = second.reader().must('orders', back)
    expect({ seller_state, updated_at }).toEqual({ seller_state: 'completed', updated_at: NOON + (35 + HOUR) * 60_000 })
  })

  test('a snapshot brings them back, and a reset takes them away', async () => {
    const { server } = await stage('good-broker')
    const { back } = await place(server)
    await server.clock.advance('PT5M')
    const snapshot = await server.snapshot()
    await server.clock.advance('P1D')
    expect(await stateOf(server, back)).toBe('completed')

    await server.restore(snapshot)
    expect(await waitingOf(server)).toEqual([`${5 + HOUR} seller/deliver`])
    await server.clock.advance('PT1H')
    expect(await stateOf(server, back)).toBe('completed')

    await server.restore(snapshot)
    await server.reset()
    expect(await stepsOf(server)).toEqual([])
  })

  test('a snapshot from before the setting changed plays by its own', async () => {
    const { server } = await stage('slow-broker')
    await place(server)
    const snapshot = await server.snapshot()
    await server.settings({ autopilot: 'good-broker' })
    await server.restore(snapshot)
    expect(await waitingOf(server)).toEqual([`${6 * HOUR} seller/accept`])
  })

  test('a sandbox is made with its cast, and no other sandbox has it', async () => {
    const { server } = await stage('patient-broker')
    const other = await server.make({ clock: '2026-01-01T12:00:00Z', settings: { autopilot: 'good-broker' } })
    const { body } = await other.post('/v9/orders', orderBody())
    await place(server)
    await other.clock.advance('PT5M')
    expect(await waitingOf(other)).toEqual([`${5 + HOUR} seller/deliver`])
    expect((await other.get(`/v9/orders/${body.orders[0].id}`)).body.state).toBe('accepted')
    expect(await stepsOf(server)).toEqual([])
  })
})
