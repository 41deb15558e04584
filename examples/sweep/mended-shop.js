import { setTimeout } from 'node:timers/promises'
import { accepting, call, listen, order, paymentFor } from './tevo.js'

/** The same shop without the bugs: it never sends again what may have been done without looking first. */

const TRIES = 3
const hooks = await listen('order_created', 'order_accepted')

/** A read may be sent again at once, and anything that was refused for now, when the answer says. */
async function ask(method, path, body) {
  for (let nth = 1; ; nth += 1) {
    try {
      return await call(method, path, body)
    } catch (error) {
      const isForNow = error.status === 503 || error.status === 429
      const mayComeAgain = isForNow || (method === 'GET' && error.status === undefined)
      if (!mayComeAgain || nth === TRIES) throw error
      await setTimeout(isForNow ? error.wait_s * 1_000 : 0)
    }
  }
}

/** Does something once: when it is not known whether it was done, it looks before it tries again. */
async function once(look, act) {
  for (let nth = 1; ; nth += 1) {
    try {
      return await act()
    } catch (error) {
      if (error.status !== undefined || nth === TRIES) throw error
      const found = await look()
      if (found) return found
    }
  }
}

const show = (id) => ask('GET', `/v9/orders/${id}`)

const { id } = await once(
  async () => (await ask('GET', `/v9/orders?reference=${order.reference}`)).orders[0],
  async () => (await ask('POST', '/v9/orders', { orders: [order] })).orders[0],
)
await once(
  async () => (await ask('GET', `/v9/payments?order_id=${id}`)).payments[0],
  () => ask('POST', '/v9/payments', { payments: [paymentFor(id)] }),
)
await once(
  async () => (await show(id)).state === 'accepted',
  () => ask('POST', `/v9/orders/${id}/accept`, accepting),
)
// A webhook is a hint to look: it may be lost, come twice, or after a newer one.
for (let nth = 1; nth <= 2 && (await show(id)).state !== 'accepted'; nth += 1) await hooks.next()
await once(
  async () => (await show(id)).state === 'completed',
  () => ask('POST', `/v9/orders/${id}/complete`),
)
hooks.close()
console.log((await show(id)).state)
