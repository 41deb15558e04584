import { accepting, call, listen, order, paymentFor } from './tevo.js'

/** A small shop: it sells two tickets, takes the money, accepts the order and hands the tickets over. It has five bugs. */

const hooks = await listen('order_created', 'order_accepted')

/** What the shop believes of its sale. */
const sale = { id: null, state: 'new', isPaid: false }

async function sell() {
  const create = () => call('POST', '/v9/orders', { orders: [order] })
  // Bug 1, a blind retry: the first one may have been made, and only its answer was lost.
  const { orders } = await create().catch((error) => {
    if (error.status !== undefined) throw error
    return create()
  })
  sale.id = orders[0].id
}

async function pay() {
  // Bug 2: it is marked as paid before the answer.
  sale.isPaid = true
  await call('POST', '/v9/payments', { payments: [paymentFor(sale.id)] }).catch((error) => console.log(error.message))
}

async function accept() {
  try {
    await call('POST', `/v9/orders/${sale.id}/accept`, accepting)
  } catch (error) {
    if (error.status !== undefined) throw error
    // Bug 3: it does not check. The order may be accepted, and only the answer was lost.
    sale.state = 'not accepted'
  }
}

/** Bug 4: it believes webhooks in the order in which they come. */
async function hear() {
  const heard = new Set()
  while (heard.size < 2) {
    const told = await hooks.next()
    if (told === null) break
    if (heard.has(told.event)) continue
    heard.add(told.event)
    sale.state = told.event === 'order_accepted' ? 'accepted' : 'pending'
  }
}

async function handOver() {
  if (sale.state !== 'accepted' || !sale.isPaid) return
  await call('POST', `/v9/orders/${sale.id}/complete`)
  sale.state = 'completed'
}

try {
  await sell()
  await pay()
  await accept()
  if (sale.state !== 'not accepted') await hear()
  await handOver()
} catch (error) {
  if (error.status !== 503) throw error
  // Bug 5: it gives up after the first 503.
  console.log('TEvo is down: closed for today')
} finally {
  hooks.close()
}
console.log(sale)
