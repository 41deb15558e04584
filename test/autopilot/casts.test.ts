import { describe, expect, test } from 'vitest'
import { CAST_STEPS, nameOf } from '../../src/autopilot/casts.ts'
import { until } from '../deadline.ts'
import { serve, type TestServer } from '../harness.ts'
import { act, buy, orderBody, place, stateOf } from '../orders/journey.ts'
import { textOfPages } from '../pdf/fixtures.ts'
import { FED_EX, GROUPS, PROVIDED_AIRBILL, ship } from '../shipments/parcels.ts'
import { DAY, HOUR, NOON, scenesOf, stage, stepsOf, waitingOf } from './stage.ts'

/** Every cast, to its end, on the sandbox's clock. */

const PHYSICAL = { ticket_group_id: GROUPS.physical }
const BY_EMAIL = { email_address_id: 33333 }

describe('good-broker', () => {
  test('accepts after five minutes, and delivers etickets an hour later', async () => {
    const { server, log } = await stage('good-broker')
    const { front, back } = await place(server)
    expect(await waitingOf(server)).toEqual(['5 seller/accept'])

    await server.clock.advance('PT4M59.999S')
    expect(await stateOf(server, front)).toBe('pending')
    await server.clock.advance('PT0.001S')
    expect(await stateOf(server, front)).toBe('accepted')
    expect(await waitingOf(server)).toEqual(['65 seller/deliver'])
    await server.clock.advance('PT1H')

    expect(scenesOf(log, back)).toEqual([
      [0, 'pending'],
      [0, 'Eticket pending'],
      [5, 'accepted'],
      [65, 'Eticket delivered'],
      [65, 'completed'],
    ])
    expect(await stepsOf(server)).toEqual([])
    const { body: sale } = await server.get(`/v9/orders/${front}`)
    const { body } = await server.get(`/v9/orders/${front}/items/${sale.items[0].id}/print_etickets`)
    expect(await textOfPages(Buffer.from(body.etickets, 'base64'))).toEqual([
      expect.stringContaining('Section 113, row J, seat 1\n'),
      expect.stringContaining('Section 113, row J, seat 2\n'),
    ])
  })

  test('sends a parcel: airbill at acceptance, picked up after a day, delivered after three', async () => {
    const { server, log } = await stage('good-broker')
    const { back } = await ship(server, FED_EX, PHYSICAL, false)

    await server.clock.advance('P10D')

    expect(scenesOf(log, back)).toEqual([
      [0, 'pending'],
      [0, 'FedEx pending'],
      [5, 'accepted'],
      [5, 'FedEx airbill'],
      [5 + DAY, 'FedEx in_transit'],
      [5 + 3 * DAY, 'FedEx delivered'],
      [5 + 3 * DAY, 'completed'],
    ])
    const scans = server
      .reader()
      .listAll('tracking_events')
      .map(({ type, occurred_at }) => [type, occurred_at])
    expect(scans).toEqual([
      ['OC', Date.parse('2026-01-01T12:05:00Z')],
      ['PU', Date.parse('2026-01-02T12:05:00Z')],
      ['DL', Date.parse('2026-01-04T12:05:00Z')],
    ])
  })

  test('prints the airbill as of its own time, however far the clock was moved', async () => {
    const { server, log } = await stage('good-broker')
    // In six days any service is in time, and after ten days none.
    await server.putWorld((world) => ({
      ...world,
      events: world.events?.map((event) =>
        event.id === 2100001 ? { ...event, occurs_at: '2026-01-07T20:00:00Z' } : event,
      ),
    }))
    const { back } = await ship(server, FED_EX, PHYSICAL, false)

    await server.clock.advance('P10D')

    expect(scenesOf(log, back).at(-1)).toEqual([5 + 3 * DAY, 'completed'])
    expect(await stepsOf(server)).toEqual([])
  })

  test('sends a parcel with the airbill of the buyer', async () => {
    const { server, log } = await stage('good-broker')
    const { back, sold } = await ship(server, PROVIDED_AIRBILL, PHYSICAL, false)
    await server.clock.advance('PT5M')
    expect(await waitingOf(server)).toEqual([`${5 + DAY} carrier/pick_up`, `${5 + 3 * DAY} carrier/deliver`])
    const [{ bytes }] = [
      await server.call('GET', `/v9/orders/${back}/print`, { headers: { Accept: 'application/pdf' } }),
    ]
    const file = Buffer.from(bytes).toString('base64')
    const uploaded = { file, tracking_number: '1Z9999999999999999', carrier: 'ups' }
    expect((await server.post(`/v9/shipments/${sold}/upload_airbill`, uploaded)).status).toBe(200)

    await server.clock.advance('P3D')

    expect(scenesOf(log, back).slice(2)).toEqual([
      [5, 'accepted'],
      [5, 'ProvidedAirbill airbill'],
      [5 + DAY, 'ProvidedAirbill in_transit'],
      [5 + 3 * DAY, 'ProvidedAirbill delivered'],
      [5 + 3 * DAY, 'completed'],
    ])
  })

  test.for([
    ['TMMobile', BY_EMAIL, { ticket_group_id: GROUPS.mobile }, 'TMMobileLink completed'],
    ['LocalPickup', {}, { ticket_group_id: GROUPS.nearVenue }, 'LocalPickup delivered'],
    ['WillCall', {}, PHYSICAL, 'WillCall delivered'],
    ['UPS', {}, PHYSICAL, 'UPS delivered'],
  ] as const)('hands over what goes by %s an hour after acceptance', async ([type, fields, item, end]) => {
    const { server, log } = await stage('good-broker')
    const { back } = await ship(server, { type, ...fields }, item, false)

    await server.clock.advance('P10D')

    const [last, before, ...rest] = scenesOf(log, back).reverse()
    expect([before, last]).toEqual([
      [5 + HOUR, end],
      [5 + HOUR, 'completed'],
    ])
    expect(rest).toContainEqual([5, 'accepted'])
  })

  test('sells to an office that buys for stock, too', async () => {
    const { server, log } = await stage('good-broker')
    const order = await buy(server)

    await server.clock.advance('P1D')

    expect(scenesOf(log, order).at(-1)).toEqual([5 + HOUR, 'completed'])
  })

  test('accepts a purchase on consignment', async () => {
    const { server, log } = await stage('good-broker')
    const order = await buy(server, { consignment: true })

    await server.clock.advance('PT5M')

    expect(scenesOf(log, order).at(-1)).toEqual([5, 'accepted'])
  })

  test('leaves a sale of own tickets to its seller', async () => {
    const { server } = await stage('good-broker')
    const own = { ticket_group_id: 52554290, price: 50, quantity: 2 }
    const { front, back } = await place(server, orderBody({}, own))
    expect(back).toBe(0)

    await server.clock.advance('P10D')

    expect(await stateOf(server, front)).toBe('pending')
  })

  test('has five minutes from when the order comes to it, and not from when it was made', async () => {
    const { server, log } = await stage('good-broker', { settings: { order_review: 'hold' } })
    const { back } = await place(server)
    await server.clock.advance('PT1H')
    expect(await stepsOf(server)).toEqual([])
    await server.act(back, 'buyer', 'pend_to_seller')

    await server.clock.advance('PT5M')

    expect(scenesOf(log, back).at(-1)).toEqual([HOUR + 5, 'accepted'])
  })

  test('plays while the clock runs, with nobody asking for anything', async () => {
    const server = await serve({ settings: { autopilot: 'good-broker' } })
    const { front } = await place(server)
    await server.clock.advance('PT1H6M')
    const sale = () => [...server.reader().all('orders')].find(({ id }) => id === front)
    await until('the end of the order', () => sale()?.seller_state === 'completed')
  })

  test('generates the airbill though the clock stands still', async () => {
    const { server } = await stage('good-broker')
    const { back } = await ship(server, FED_EX, PHYSICAL)
    await until('the airbill', () => {
      const [shipment] = server.reader().list('shipments', 'by_order', back)
      return shipment?.airbill_file_id ?? null
    })
  })
})

test('slow-broker accepts after six hours, and delivers a day later', async () => {
  const { server, log } = await stage('slow-broker')
  const { back } = await place(server)

  await server.clock.advance('P10D')

  expect(scenesOf(log, back).slice(2)).toEqual([
    [6 * HOUR, 'accepted'],
    [6 * HOUR + DAY, 'Eticket delivered'],
    [6 * HOUR + DAY, 'completed'],
  ])
})

test('rejecting-broker rejects after five minutes, for the tickets are gone', async () => {
  const { server, log } = await stage('rejecting-broker')
  const { front, back } = await place(server)

  await server.clock.advance('P10D')

  expect(scenesOf(log, back).slice(2)).toEqual([[5, 'rejected']])
  expect((await server.get(`/v9/orders/${back}`)).body.seller_rejection_reason).toBe('Tickets No Longer Available')
  expect(await stateOf(server, front)).toBe('pending_substitution')
})

test('a substitute has an owner that plays, too', async () => {
  const { server, log } = await stage('rejecting-broker')
  const { front, back } = await place(server)
  await server.clock.advance('PT5M')
  await server.settings({ autopilot: 'good-broker' })
  const items = [{ ticket_group_id: GROUPS.eticket, price: 40, quantity: 2 }]
  const order = { substitute_order_link_id: back, seller_id: 1691, client_id: 107655, shipped_items: [{ items }] }
  const { body, status, text } = await server.post('/v9/orders', { orders: [order] })
  expect(status, text).toBe(201)

  await server.clock.advance('PT2H')

  expect(scenesOf(log, body.orders[0].id).at(-1)).toEqual([5 + 5 + HOUR, 'completed'])
  expect(await stateOf(server, front)).toBe('completed')
})

test('double-seller accepts, and proposes to cancel an hour later', async () => {
  const { server, log } = await stage('double-seller')
  const { front, back } = await place(server)

  await server.clock.advance('P10D')

  expect(scenesOf(log, back).slice(2)).toEqual([
    [5, 'accepted'],
    [5 + HOUR, 'cancel_proposed'],
  ])
  const { body } = await server.get(`/v9/orders/${back}`)
  expect(body.seller_cancellation_reason).toBe('Tickets No Longer Available')
  await act(server, 'website', back, 'cancel', { reason: 'Other' })
  expect(await stateOf(server, front)).toBe('pending_substitution')
})

describe('fraud-desk', () => {
  test('checks an order to a client at once, and approves it after half an hour', async () => {
    const { server, log } = await stage('fraud-desk')
    const { front, back } = await place(server)
    expect((await server.get(`/v9/orders/${front}`)).body.fraud_check_status).toBe('pending')
    expect((await server.get(`/v9/orders/${back}`, 'processor')).status).toBe(404)

    await server.clock.advance('P1D')

    expect(scenesOf(log, front)).toContainEqual([30, 'fraud approved'])
    expect(scenesOf(log, back).filter(([, what]) => what === 'open' || what === 'pending')).toEqual([
      [0, 'open'],
      [30, 'pending'],
    ])
    expect(await stepsOf(server)).toEqual([])
  })

  test('plays beside a broker, who hears of the order when it is approved', async () => {
    const { server, log } = await stage(['good-broker', 'fraud-desk'])
    const { back } = await place(server)

    await server.clock.advance('P1D')

    expect(scenesOf(log, back).filter(([, what]) => !what.startsWith('Eticket'))).toEqual([
      [0, 'open'],
      [30, 'pending'],
      [35, 'accepted'],
      [35 + HOUR, 'completed'],
    ])
  })

  test('checks a sale of own tickets, too; an order that asks not to be checked it leaves alone', async () => {
    const { server, log } = await stage('fraud-desk')
    const own = { ticket_group_id: 52554290, price: 50, quantity: 2 }
    const { front } = await place(server, orderBody({}, own))
    const unchecked = await place(server, { ...orderBody({}, own), check_fraud: false })

    await server.clock.advance('PT30M')

    expect(scenesOf(log, front)).toContainEqual([30, 'fraud approved'])
    expect((await server.get(`/v9/orders/${unchecked.front}`)).body.fraud_check_status).toBeNull()
  })

  test('sees an update of a check that is on hold, and still approves in time', async () => {
    const { server, log } = await stage('fraud-desk')
    const { front } = await place(server)
    await server.clock.advance('PT10M')
    expect((await server.act(front, 'fraud_desk', 'hold')).status).toBe(200)
    expect(server.reader().must('orders', front)).toMatchObject({ fraud_check_status: 'pending', fraud_updates: 1 })

    await server.clock.advance('PT1H')

    expect(scenesOf(log, front)).toContainEqual([30, 'fraud approved'])
    expect(server.reader().must('orders', front)).toMatchObject({ fraud_updates: 2 })
  })

  test('forgets an order that was declined, or canceled before it came to its seller', async () => {
    const { server } = await stage('fraud-desk')
    const [declined, canceled] = [await place(server), await place(server)]
    await server.act(declined.front, 'fraud_desk', 'decline')
    await server.act(canceled.back, 'buyer', 'cancel')

    expect(await stepsOf(server)).toEqual([])
  })

  test.for([
    ['approve', 'approved'],
    ['decline', 'declined'],
  ])('what the setting fraud says goes first: %s', async ([fraud, status]) => {
    const { server } = await stage('fraud-desk')
    await server.settings({ fraud })
    const { front } = await place(server)
    expect((await server.get(`/v9/orders/${front}`)).body.fraud_check_status).toBe(status)
    expect(await stepsOf(server)).toEqual([])
  })
})

test('patient-broker does nothing, and it plays unless another one is asked for', async () => {
  for (const settings of [{ autopilot: 'patient-broker' } as const, {}]) {
    const server = await serve({ clock_ms: NOON, settings })
    const { front } = await place(server)
    await server.clock.advance('P30D')
    expect(await stateOf(server, front)).toBe('pending')
    expect(await stepsOf(server)).toEqual([])
  }
})

test('a cast does each of its deeds once, so that a step can name it', () => {
  for (const [cast, steps] of Object.entries(CAST_STEPS)) {
    const names = steps.map(({ deed }) => nameOf(deed))
    expect(new Set(names).size, cast).toBe(names.length)
  }
})

test.for([
  ['nobody', /autopilot: is one of patient-broker, good-broker, .*, or a list of them/],
  [[], /^autopilot/],
  [
    ['good-broker', 'slow-broker'],
    /^autopilot: names more than one broker: good-broker,slow-broker; one of them can play/,
  ],
] as const)('the setting %j is refused', async ([autopilot, words]) => {
  const server: TestServer = await serve()
  const { status, body } = await server.control('PATCH', '/settings', { autopilot })
  expect({ status, detail: body.detail }).toEqual({ status: 400, detail: expect.stringMatching(words) })
})
