import { createServer } from 'node:http'
import { setTimeout } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import { sweep, type TevoSandbox } from '../../src/index.ts'
import { accept, ask, classesOf, create, damageOf } from './programs.ts'

/** What a run comes to: the classes, and what of the world is damage. */

const TIMEOUT = { timeout: 60_000 }

test('a program that looks before it sends again survives', TIMEOUT, async () => {
  const report = await sweep(
    async (tevo) => {
      const find = async () =>
        (await ask<{ orders: { id: number }[] }>(tevo, '/v9/orders?reference=sale-1')).orders[0]?.id
      await create(tevo).catch(async () => (await find()) ?? create(tevo))
    },
    { effects: ['lost-answer', 'refused'], jobs: 2 },
  )

  expect(classesOf(report)).toEqual({
    'orders.create#1:lost-answer': 'survived',
    'orders.create#1:refused': 'survived',
  })
  expect(report.summary).toEqual({ 'silent damage': 0, 'loud damage': 0, hung: 0, reported: 0, survived: 2 })
})

test('a blind retry is silent damage, told in five lines with the call that brings it back', TIMEOUT, async () => {
  const report = await sweep((tevo) => create(tevo).catch(() => create(tevo)), { effects: ['lost-answer'] })

  expect(report.runs).toMatchObject([
    {
      request: { kind: 'request', operation: 'orders.create', occurrence: 1, method: 'POST', path: '/v9/orders' },
      effect: 'lost-answer',
      at: 'after',
      class: 'silent damage',
      exit_code: 0,
      damage: [{ name: 'one_order_per_intent' }],
      advice: ['two-orders-for-one-intent', 'retried-create-blindly'],
      story: [
        'Sent: POST /v9/orders (orders.create#1)',
        expect.stringMatching(/^Wrong: It was carried out, and its answer was lost: .*; it made order 819974/),
        'Then: it sent POST /v9/orders (201)',
        expect.stringMatching(/^End: The function ended with exit code 0, as if all were well; advice: two-orders/),
        expect.stringMatching(/^Now: orders 819974 and 819975 are for the same tickets/),
      ],
      reproduce: 'sweep(run, { run: "orders.create#1:lost-answer" })',
    },
  ])
})

test('a program that says so has reported it; one that leaves an order hanging does loud damage', TIMEOUT, async () => {
  const report = await sweep(async (tevo) => accept(tevo, await create(tevo)), { effects: ['503'] })

  expect(classesOf(report)).toEqual({ 'orders.create#1:503': 'reported', 'orders.accept#1:503': 'loud damage' })
  expect(damageOf(report, 'orders.accept#1:503')).toEqual(['order_left_behind'])
})

test('one that says that all went well, and has no order, does silent damage', TIMEOUT, async () => {
  const report = await sweep((tevo) => create(tevo).catch(() => {}), { effects: ['refused'] })

  expect(classesOf(report)).toEqual({ 'orders.create#1:refused': 'silent damage' })
  expect(damageOf(report, 'orders.create#1:refused')).toEqual(['order_missing'])
})

test('one that does not end is hung, and nobody waits for it any more', TIMEOUT, async () => {
  const left: boolean[] = []
  const report = await sweep(
    async (tevo, signal) => {
      const answer = await tevo.fetch('/v9/companies', { body: { companies: [{ name: 'Kwik-E-Mart' }] } })
      if (answer.ok) return
      signal.addEventListener('abort', () => left.push(signal.aborted))
      await new Promise(() => {})
    },
    { effects: ['429'], deadline: 500 },
  )

  expect(report.runs).toMatchObject([{ class: 'hung', exit_code: null, damage: [] }])
  expect(report.runs[0]?.story[3]).toBe('End: The function did not end, and was ended')
  expect(left).toEqual([true])
})

test('a request that is held when the program has ended is dropped, and not let go', TIMEOUT, async () => {
  const report = await sweep(
    async (tevo) => {
      const sent = tevo.fetch('/v9/orders', { body: { orders: [{ seller_id: 1691, client_id: 107655 }] } })
      await Promise.race([sent.catch(() => {}), setTimeout(300)])
      const placed = create(tevo).catch(() => {})
      await Promise.race([placed, setTimeout(1_000)])
    },
    { effects: ['stall'], at: ['before'], only: ['orders.create'] },
  )

  // Had it been let go, the order would be there.
  expect(classesOf(report)).toEqual({ 'orders.create#2:stall@before': 'silent damage' })
  expect(damageOf(report, 'orders.create#2:stall@before')).toEqual(['order_missing'])
})

test('one that arrives late is waited for: it comes after the one that was sent in its place', TIMEOUT, async () => {
  const places = (tevo: TevoSandbox) => create(tevo).catch(() => create(tevo))
  expect(await sweep(places, { effects: ['slow'], at: ['before'] }).catch(String)).toMatch(/nothing can go wrong/)

  const report = await sweep(places, { late: true, at: ['before'] })

  expect(classesOf(report)).toMatchObject({ 'orders.create#1:late': 'silent damage' })
  expect(damageOf(report, 'orders.create#1:late')).toEqual(['one_order_per_intent'])
})

const card = { type: 'credit_card', credit_card_id: 2222, amount: 100 }

test('money is damage: what is paid twice, and what is not paid', TIMEOUT, async () => {
  const pays = async (tevo: TevoSandbox, again: boolean) => {
    const order_id = await create(tevo)
    const pay = () => ask(tevo, '/v9/payments', { payments: [{ ...card, order_id }] })
    await pay().catch(() => (again ? pay() : {}))
  }
  const options = { only: ['payments.create'], effects: ['lost-answer', 'refused'] } as const
  const [twice, never] = [
    await sweep((tevo) => pays(tevo, true), options),
    await sweep((tevo) => pays(tevo, false), options),
  ]

  expect(damageOf(twice, 'payments.create#1:lost-answer')).toEqual(['paid_twice'])
  expect(damageOf(twice, 'payments.create#1:refused')).toEqual([])
  expect(damageOf(never, 'payments.create#1:refused')).toEqual(['left_unpaid'])
  expect(damageOf(never, 'payments.create#1:lost-answer')).toEqual([])
})

test('tickets are damage that are held, and were not without the fault', TIMEOUT, async () => {
  const hold = {
    held_for_type: 'Office',
    held_for_id: 1691,
    quantity: 2,
    price: 50,
    hold_until: '2035-01-01T00:00:00Z',
  }
  const report = await sweep(
    async (tevo) => {
      const place = (low_seat: number) => ask(tevo, '/v9/ticket_groups/52554292/hold', { ...hold, low_seat })
      await place(1).catch(() => place(3))
    },
    { effects: ['lost-answer'] },
  )

  expect(report.runs).toMatchObject([
    {
      class: 'silent damage',
      damage: [
        {
          name: 'tickets_held_for_nothing',
          detail: '4 tickets of ticket group 52554292 are held; without the fault 2',
        },
      ],
    },
  ])
})

test('webhooks go wrong, too: one that is refused is not acknowledged', TIMEOUT, async () => {
  let url = ''
  const statuses: number[] = []
  const seen = new Map<string, number>()
  const receiver = createServer((request, response) => {
    const times = (seen.get(request.url ?? '') ?? 0) + 1
    seen.set(request.url ?? '', times)
    request.resume()
    // It takes each order once, and refuses what it knows: a second one is not the first one again.
    statuses.push(times === 1 ? 202 : 500)
    response.writeHead(times === 1 ? 202 : 500).end()
  })
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void receiver.close())
  const address = receiver.address()
  if (typeof address === 'object' && address !== null) url = `http://127.0.0.1:${address.port}`

  const report = await sweep(
    async (tevo) => {
      await tevo.webhooks.add({ url: `${url}/${tevo.name}`, events: ['order_created'] })
      const told = tevo.webhooks.next({ event_type: 'order_created' }).catch(() => {})
      await create(tevo).catch(() => create(tevo, 'again'))
      await told
    },
    { effects: ['lost-answer', 'webhook-lost', 'webhook-doubled', 'webhook-reordered'] },
  )

  expect(classesOf(report)).toEqual({
    'orders.create#1:lost-answer': 'silent damage',
    'order_created/seller#1:webhook-lost': 'survived',
    'order_created/seller#1:webhook-doubled': 'survived',
  })
  expect(damageOf(report, 'orders.create#1:lost-answer')).toContain('delivery_not_acknowledged')
})

test('lists that lag are one run, for a program that reads; not where the clock stands still', TIMEOUT, async () => {
  const run = async (tevo: TevoSandbox) => {
    await create(tevo)
    const { orders } = await ask<{ orders: unknown[] }>(tevo, '/v9/orders?reference=sale-1')
    if (orders.length !== 1) throw new Error('it is not there')
  }
  const options = { effects: ['index-lag'] } as const

  expect(classesOf(await sweep(run, options))).toEqual({ 'lists:index-lag': 'reported' })
  await expect(sweep(run, { ...options, clock: '2026-01-01T00:00:00Z' })).rejects.toThrow(/nothing can go wrong/)
})
