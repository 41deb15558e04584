import { expect, test } from 'vitest'
import type { TestServer } from '../harness.ts'
import { change, serveFrozen } from './world.ts'

const MASSIVE_ATTACK = 648825

/** Another group at the event of group 161443705, whose one ticket costs 30.00. */
const addTickets = (server: TestServer, quantity: number, retail_price_cents: number) =>
  server.putWorld((world) => {
    const groups = world.ticket_groups ?? []
    const like = groups.find(({ id }) => id === 161443705)
    const available = [[11, 10 + quantity]]
    const group = { ...like, id: 161443706, quantity, low_seat: 11, available, retail_price_cents }
    return { ...world, ticket_groups: [...groups, group] }
  })

// PHP listEvents.
test('min_and_max_price adds five retail prices, and only then', async () => {
  const server = await serveFrozen()
  const PRICES = ['min_price', 'max_price', 'avg_price', 'sum_price', 'median_price']
  const event = async (id: number, query: string) => {
    const { body } = await server.get(`/v9/events${query}`)
    return body.events.find((each: { id: number }) => each.id === id)
  }
  await addTickets(server, 2, 6000)

  expect(await event(MASSIVE_ATTACK, '?min_and_max_price=true')).toMatchObject({
    min_price: 30,
    max_price: 60,
    avg_price: 50,
    sum_price: 150,
    median_price: 60,
  })
  for (const price of PRICES) expect(await event(MASSIVE_ATTACK, '')).not.toHaveProperty(price)
})

test('the median of an even number of tickets lies half way; without tickets there is none', async () => {
  const server = await serveFrozen()
  const prices = async () => (await server.get('/v9/events?name=Massive+Attack&min_and_max_price=true')).body.events[0]
  await addTickets(server, 1, 6001)
  expect(await prices()).toMatchObject({ median_price: 45.01 })

  await change(server, 'ticket_groups', 161443706, { available: [] })
  await change(server, 'ticket_groups', 161443705, { available: [] })
  expect(await prices()).toMatchObject({
    min_price: null,
    max_price: null,
    avg_price: null,
    sum_price: 0,
    median_price: null,
  })
})
