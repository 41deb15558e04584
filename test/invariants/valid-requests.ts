import { expect } from 'vitest'
import type { Operation } from '../../src/operation.ts'
import { type Row, type TableName, tableNames } from '../../src/store/tables.ts'
import type { TestServer } from '../harness.ts'
import { base64, ticketPdf } from '../pdf-fixtures.ts'

/** A request that an operation takes, to be spoiled. */
export interface ValidRequest {
  readonly as: string
  readonly path: string
  readonly body: unknown
  /** Made by hand, and sure to be answered well; else made of the operation's declaration, as well as it goes. */
  readonly isSure: boolean
}

interface Scene {
  readonly pending: { readonly id: number; readonly item: number; readonly cash: number }
  readonly accepted: { readonly id: number; readonly item: number; readonly order_item: number }
  readonly delivered: { readonly id: number; readonly item: number }
  readonly paid: { readonly id: number; readonly cash: number }
  readonly bought: { readonly id: number }
  readonly company: string
  readonly queued: number
  readonly pdf: string
}

const EMAIL = { type: 'Eticket', email_address_id: 33333 }
const SALE = { seller_id: 1691, client_id: 107655 }
const ITEM = { ticket_group_id: 52554290, price: 50, quantity: 2 }
const WEBSITE_REVIEWER = 12346

/** Takes a server to where every operation has something to work on. */
export async function setScene(server: TestServer): Promise<Scene> {
  const post = async (path: string, body: object, as = 'website') => {
    const received = await server.post(path, body, as)
    expect(received.status, `${path}: ${received.text}`).toBeLessThan(300)
    return received.body
  }
  const place = async (ticket_group_id: number, payments: readonly object[] = []) => {
    const shipped_items = [{ ...EMAIL, items: [{ ...ITEM, ticket_group_id }] }]
    const { orders } = await post('/v9/orders', { orders: [{ ...SALE, shipped_items, payments }] })
    return orders[0]
  }
  const accept = (id: number) => post(`/v9/orders/${id}/accept`, { reviewer_id: WEBSITE_REVIEWER })
  const pdf = base64(await ticketPdf(['1', '2']))

  const pending = await place(52554290, [{ type: 'cash' }])
  const paid = await place(52554290, [{ type: 'cash', is_completed: true }])
  await accept(paid.id)
  const [accepted, delivered] = [await place(52554290), await place(52554290)]
  for (const order of [accepted, delivered]) {
    await accept(order.id)
    await post(`/v9/orders/${order.id}/items/${order.items[0].id}/add_etickets`, { files: [pdf] })
  }
  await post(`/v9/orders/${delivered.id}/items/${delivered.items[0].id}/finalize_etickets`, { keep_pages: [1, 2] })
  const chain = await place(52554287)
  const [boughtId] = chain.child_orders
  await post(`/v9/orders/${boughtId}/accept`, { reviewer_id: 12345 }, 'processor')
  const { companies } = await post('/v9/companies', { companies: [{ name: 'The Leftorium' }] })
  const queued = await post('/v9/orders/background', {
    orders: [{ ...SALE, shipped_items: [{ ...EMAIL, items: [ITEM] }] }],
  })
  return {
    pending: { id: pending.id, item: pending.items[0].id, cash: pending.payments[0].id },
    accepted: { id: accepted.id, item: accepted.items[0].id, order_item: accepted.items[0].order_item_id },
    delivered: { id: delivered.id, item: delivered.items[0].id },
    paid: { id: paid.id, cash: paid.payments[0].id },
    bought: { id: boughtId },
    company: companies[0].id,
    queued: queued.id,
    pdf,
  }
}

interface Example {
  readonly path?: string
  readonly body?: object
  readonly as?: string
}

const ADDRESS = {
  label: 'home',
  name: 'Moe',
  street_address: '742 Evergreen',
  locality: 'Springfield',
  country_code: 'US',
}
const CARD = {
  number: '4111111111111111',
  expiration_month: '12',
  expiration_year: 2039,
  name: 'Moe',
  address_id: 111111,
}
const REJECTION = { reviewer_id: WEBSITE_REVIEWER, reason: 'Other', rejection_notes: 'none' }

/** The operations whose requests say more than their declaration does. */
function examplesOf(scene: Scene): { readonly [operation: string]: Example } {
  const { pending, accepted, delivered, paid, bought, pdf } = scene
  const order = {
    ...SALE,
    shipped_items: [{ ...EMAIL, items: [ITEM] }],
    payments: [{ type: 'cash', amount: 10 }],
    tax: 1,
  }
  const orders = { body: { orders: [order], check_fraud: false } }
  const item = `/v9/orders/${accepted.id}/items/${accepted.item}`
  const update = {
    path: `/v9/orders/${pending.id}`,
    body: { reference: 'A', instructions: 'B', internal_notes: ['C'] },
  }
  const client = {
    name: 'Ned Flanders',
    office_id: 1691,
    company: { name: 'The Leftorium' },
    tags: ['VIP'],
    email_addresses: [{ address: 'ned@example.com', label: 'work' }],
    addresses: [ADDRESS],
    phone_numbers: [{ number: '541-555-0133', country_code: '+1', extension: 5 }],
  }
  return {
    'clients.create': { body: { clients: [client] } },
    'clients.update': { body: { name: 'Moe Szyslak', tags: 'a,b', primary_email_address_id: 33333 } },
    'companies.create': { body: { companies: [{ name: 'Moe’s' }] } },
    'companies.update': { path: `/v9/companies/${scene.company}`, body: { name: 'Flanders' } },
    'companies.show': { path: `/v9/companies/${scene.company}` },
    'companies.delete': { path: `/v9/companies/${scene.company}` },
    'email_addresses.create': { body: { email_addresses: [{ address: 'moe@example.com', is_primary: true }] } },
    'email_addresses.update': { body: { address: 'moe@example.com', label: 'work' } },
    'addresses.create': { body: { addresses: [{ ...ADDRESS, primary: true }] } },
    'addresses.update': { body: ADDRESS },
    'phone_numbers.create': { body: { phone_numbers: [{ number: '541-555-0133', extension: '5' }] } },
    'phone_numbers.update': { body: { number: '541-555-0133', label: 'cell' } },
    'credit_cards.create': { body: { credit_cards: [CARD] } },
    'credit_cards.update': {
      path: '/v9/clients/107655/credit_cards/2222',
      body: { label: 'mine', expiration_month: 1 },
    },
    'orders.create': orders,
    'orders.background': orders,
    'orders.open': { body: { orders: [order] } },
    'orders.update': update,
    'orders.update_by_put': update,
    'orders.accept': {
      path: `/v9/orders/${pending.id}/accept`,
      body: { reviewer_id: WEBSITE_REVIEWER, seats: [101, 102] },
    },
    'orders.reject': { path: `/v9/orders/${pending.id}/reject`, body: REJECTION },
    'orders.cancel': {
      path: `/v9/orders/${bought.id}/cancel`,
      body: { reviewer_id: 12345, reason: 'Duplicate Order' },
      as: 'processor',
    },
    'orders.return': {
      path: `/v9/orders/${paid.id}/return`,
      body: { amount: '10.00', cancel_order: true, reviewer_id: WEBSITE_REVIEWER, reason: 'Other' },
    },
    'orders.complete': { path: `/v9/orders/${accepted.id}/complete` },
    'orders.deliver_etickets': {
      path: `/v9/orders/${accepted.id}/deliver_etickets`,
      body: { etickets: [{ item_id: accepted.order_item, eticket: pdf }] },
    },
    'orders.print_etickets': { path: `/v9/orders/${delivered.id}/print_etickets` },
    'items.add_etickets': { path: `${item}/add_etickets`, body: { files: [pdf] } },
    'items.finalize_etickets': {
      path: `${item}/finalize_etickets`,
      body: { keep_pages: [2, 1], ignore_quantity: true },
    },
    'items.remove_etickets': { path: `${item}/remove_etickets` },
    'items.remove_etickets_by_post': { path: `${item}/remove_etickets` },
    'items.print_etickets': { path: `/v9/orders/${delivered.id}/items/${delivered.item}/print_etickets` },
    'payments.index': { path: `/v9/payments?order_id=${pending.id}` },
    'payments.create': { body: { payments: [{ type: 'check', order_id: pending.id, amount: 5 }] } },
    'payments.apply': { path: `/v9/payments/${pending.cash}/apply` },
    'payments.cancel': { path: `/v9/payments/${pending.cash}/cancel` },
    'payments.refund': { path: `/v9/payments/${paid.cash}/refund`, body: { amount: 1 } },
    'requests.orders.show': { path: `/v9/requests/orders/${scene.queued}` },
    'v10.orders.create': {
      body: {
        order: {
          client_id: 107655,
          ticket_group: { id: 52554290, price: 50, quantity: 1 },
          delivery: { type: 'Eticket', email_address_id: 33333, cost: 5 },
          payments: [{ type: 'credit_card', credit_card_id: 2222, address_attributes: ADDRESS }],
          notes: { internal: ['A'], external: ['B'] },
          service_fee: 10,
        },
      },
    },
  }
}

/** A request for every operation; where no example stands above, ids are those of the first records that fit. */
export function validRequest(server: TestServer, scene: Scene, operation: Operation): ValidRequest {
  const example = examplesOf(scene)[operation.id]
  const as =
    example?.as ??
    (operation.credentials.includes('API') ? 'website' : operation.credentials[0] === 'User' ? 'processor' : 'store')
  return {
    as,
    path: example?.path ?? pathOf(server, scene, operation),
    body: example?.body,
    isSure: example !== undefined,
  }
}

function pathOf(server: TestServer, scene: Scene, { path }: Operation): string {
  const steps = path.split('/')
  return steps
    .map((step, nth) => {
      if (!step.startsWith(':')) return step
      if (step === ':order_id') return scene.pending.id
      if (step === ':item_id') return scene.pending.item
      if (step === ':client_id') return 107655
      const before = steps[nth - 1] ?? ''
      return isTable(before) ? (firstOf(server, before)?.id ?? 1) : 1
    })
    .join('/')
}

const isTable = (name: string): name is TableName => tableNames.some((table) => table === name)

/** A record of Moe's, where records are a client's; else the newest. */
function firstOf<Name extends TableName>(server: TestServer, table: Name): Row<Name> | undefined {
  const records = [...server.context.sandboxes.fallback.store.reader().all(table)]
  return records.find((record) => 'client_id' in record && record.client_id === 107655) ?? records[0]
}
