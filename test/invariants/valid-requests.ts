import type { Operation } from '../../src/operation.ts'
import { type Row, type TableName, tableNames } from '../../src/store/tables.ts'
import type { TestServer } from '../harness.ts'
import {
  HOLD,
  OTHERS_GROUP,
  OWN_GROUP,
  orderOf,
  PROCESSOR_REVIEWER,
  SALE,
  type Scene,
  STOCK,
  WEBSITE_REVIEWER,
} from './scene.ts'

/** A request that an operation takes, to be spoiled. */
export interface ValidRequest {
  readonly as: string
  readonly path: string
  readonly body: unknown
  /** Written here, and sure to be answered well; else made of the operation's declaration, as well as it goes. */
  readonly isSure: boolean
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
const CARD = { number: '4111111111111111', expiration_month: '12', expiration_year: 2039, name: 'Moe' }
const CLIENT = {
  name: 'Ned Flanders',
  office_id: 1691,
  company: { name: 'The Leftorium' },
  tags: ['VIP'],
  email_addresses: [{ address: 'ned@example.com', label: 'work' }],
  addresses: [ADDRESS],
  phone_numbers: [{ number: '541-555-0133', country_code: '+1', extension: 5 }],
}
const GROUP = { event_id: 2100002, section: 'A', row: 'B', quantity: 4, low_seat: 1, price: 10, split_override: [1, 2] }
const RECIPIENTS = { body: { recipients: ['moe@example.com'] } }
const FEDEX = { type: 'FedEx', address_id: 111111, phone_number_id: 33333, service_type: 'FEDEX_2_DAY' }

/** Requests that say more than the operation's declaration does. */
function examplesOf(scene: Scene): { readonly [operation: string]: Example } {
  const { pending, paid, withFile, delivered, purchase, undecided, transfer, packed, labelled, provided, pdf } = scene
  const payments = [{ type: 'cash', amount: 10 }]
  const orders = { body: { orders: [{ ...orderOf(OWN_GROUP, undefined, payments), tax: 1 }], check_fraud: false } }
  const item = `/v9/orders/${withFile.id}/items/${withFile.item}`
  const company = { path: `/v9/companies/${scene.company}` }
  const update = {
    path: `/v9/orders/${pending.id}`,
    body: { reference: 'A', instructions: 'B', internal_notes: ['C'] },
  }
  const group = `/v9/ticket_groups/${OWN_GROUP}`
  const { hold_until: _, ...TAKE } = HOLD
  const holdChange = { notes: 'B', hold_until: '2026-02-02T00:00:00Z' }
  const completed = {
    path: `/v9/shipments/${transfer.shipment}/complete`,
    body: { tm_mobile_link: 'https://am.example/1', transfer_source: 'TM' },
    as: 'processor',
  }
  return {
    'clients.create': { body: { clients: [CLIENT] } },
    'clients.update': { body: { name: 'Moe Szyslak', tags: 'a,b', primary_email_address_id: 33333 } },
    'companies.create': { body: { companies: [{ name: 'Moe’s' }] } },
    'companies.update': { ...company, body: { name: 'Flanders' } },
    'companies.show': company,
    'companies.delete': company,
    'email_addresses.create': { body: { email_addresses: [{ address: 'moe@example.com', is_primary: true }] } },
    'email_addresses.update': { body: { address: 'moe@example.com', label: 'work' } },
    'addresses.create': { body: { addresses: [{ ...ADDRESS, primary: true }] } },
    'addresses.update': { body: ADDRESS },
    'phone_numbers.create': { body: { phone_numbers: [{ number: '541-555-0133', extension: '5' }] } },
    'phone_numbers.update': { body: { number: '541-555-0133', label: 'cell' } },
    'credit_cards.create': { body: { credit_cards: [{ ...CARD, address_id: 111111 }] } },
    'credit_cards.update': {
      path: '/v9/clients/107655/credit_cards/2222',
      body: { label: 'mine', expiration_month: 1 },
    },
    'office_credit_cards.create': { path: '/v9/offices/1691/credit_cards', body: { credit_cards: [CARD] } },

    'orders.create': orders,
    'orders.background': orders,
    'orders.open': { body: { orders: orders.body.orders } },
    'orders.update': update,
    'orders.update_by_put': update,
    'orders.accept': {
      path: `/v9/orders/${pending.id}/accept`,
      body: { reviewer_id: WEBSITE_REVIEWER, seats: [101, 102] },
    },
    'orders.reject': {
      path: `/v9/orders/${pending.id}/reject`,
      body: { reviewer_id: WEBSITE_REVIEWER, reason: 'Other', rejection_notes: 'none' },
    },
    'orders.cancel': {
      path: `/v9/orders/${purchase.id}/cancel`,
      body: { reviewer_id: PROCESSOR_REVIEWER, reason: 'Duplicate Order' },
      as: 'processor',
    },
    'orders.return': {
      path: `/v9/orders/${paid.id}/return`,
      body: { amount: '10.00', cancel_order: true, reviewer_id: WEBSITE_REVIEWER, reason: 'Other' },
    },
    'orders.complete': { path: `/v9/orders/${withFile.id}/complete` },
    'orders.email': { path: `/v9/orders/${pending.id}/email`, ...RECIPIENTS },
    'orders.email_etickets_link': { path: `/v9/orders/${delivered.id}/email_etickets_link`, ...RECIPIENTS },
    'orders.deliver_etickets': {
      path: `/v9/orders/${withFile.id}/deliver_etickets`,
      body: { etickets: [{ item_id: withFile.order_item, eticket: pdf }] },
    },
    'orders.print_etickets': { path: `/v9/orders/${delivered.id}/print_etickets?item_id=${delivered.order_item}` },
    'orders.pend_to_seller': { path: `/v9/orders/${scene.open.back}/pend_to_seller` },
    'items.add_etickets': { path: `${item}/add_etickets`, body: { files: [pdf] } },
    'items.finalize_etickets': {
      path: `${item}/finalize_etickets`,
      body: { keep_pages: [2, 1], ignore_quantity: true },
    },
    'items.remove_etickets': { path: `${item}/remove_etickets` },
    'items.remove_etickets_by_post': { path: `${item}/remove_etickets` },
    'items.print_etickets': { path: `/v9/orders/${delivered.id}/items/${delivered.item}/print_etickets` },
    'requests.orders.show': { path: `/v9/requests/orders/${scene.queued}` },
    'v10.orders.create': {
      body: {
        order: {
          client_id: SALE.client_id,
          ticket_group: { id: OWN_GROUP, price: 50, quantity: 1 },
          delivery: { type: 'Eticket', email_address_id: 33333, cost: 5 },
          payments: [{ type: 'credit_card', credit_card_id: 2222, address_attributes: ADDRESS }],
          notes: { internal: ['A'], external: ['B'] },
          service_fee: 10,
        },
      },
    },

    'payments.index': { path: `/v9/payments?order_id=${pending.id}` },
    'payments.create': { body: { payments: [{ type: 'check', order_id: pending.id, amount: 5 }] } },
    'payments.apply': { path: `/v9/payments/${pending.payment}/apply` },
    'payments.cancel': { path: `/v9/payments/${pending.payment}/cancel` },
    'payments.refund': { path: `/v9/payments/${paid.payment}/refund`, body: { amount: 1 } },

    'shipments.create': { body: { shipments: [{ ...FEDEX, order_items: [{ id: packed.order_item }] }] } },
    'shipments.update': {
      path: `/v9/shipments/${undecided.shipment}`,
      body: { mobile_transfer_type: 'TMMobileLink', transfer_source: 'TM' },
      as: 'processor',
    },
    'shipments.complete': completed,
    'shipments.complete_by_post': completed,
    'shipments.airbill': { path: `/v9/shipments/${packed.shipment}/airbill` },
    'shipments.get_airbill': { path: `/v9/shipments/${labelled.shipment}/get_airbill` },
    'shipments.email_airbill': { path: `/v9/shipments/${labelled.shipment}/email_airbill`, ...RECIPIENTS },
    'shipments.upload_airbill': {
      path: `/v9/shipments/${provided.shipment}/upload_airbill`,
      body: { file: pdf, tracking_number: '1Z999AA10123456784', carrier: 'ups' },
    },
    'shipments.suggestion': { body: { ticket_group_id: 52554285, address_id: 111111 } },
    'rate_options.create': { body: { rate_options: [{ address_attributes: ADDRESS, service_type: 'FEDEX_2_DAY' }] } },

    'ticket_groups.create': { body: { ticket_groups: [GROUP] } },
    'ticket_groups.update': {
      path: group,
      body: { price: '20.00', section: 'A', split_override: '1,2', in_hand_on: null },
    },
    'ticket_groups.waste': { path: `${group}/waste`, body: { wasted_reason: 'Did not sell' } },
    'ticket_groups.hold': { path: `${group}/hold`, body: { ...HOLD, low_seat: 71 } },
    'ticket_groups.take': { path: `${group}/take`, body: { ...TAKE, low_seat: 71 } },
    'ticket_groups.update_hold': { path: `${group}/hold/${scene.hold}`, body: holdChange },
    'ticket_groups.update_hold_by_name': { path: `${group}/update_hold/${scene.hold}`, body: holdChange },
    'ticket_groups.mass_update': { body: { ids: [OWN_GROUP], attrs: { price: '20.00', section: 'A' } } },
    'ticket_groups.broadcast': { path: `${group}/broadcast`, body: { broadcast: false } },
    'inventory.index': { path: '/v9/inventory?office_id=1691&state=MAPPED&page[cursor]=1&page[items]=10' },
    'inventory.create': { body: { inventory: { ...STOCK, ticket: { ...STOCK.ticket, remote_id: 7 } } } },
    'inventory.update': {
      path: `/v9/inventory/${scene.stock}`,
      body: { inventory: { price: 55, seats: [{ seat: 1, barcode: 'C' }], split_type: 'ANY', in_hand: true } },
    },
    'inventory.bulk_update': { body: { ids: [scene.stock], inventory: { price: 55, split_override: [1, 2] } } },
    'inventory.bulk_delete': { body: { ids: [scene.stock] } },
    'inventory.delete': { path: `/v9/inventory/${scene.stock}` },
    'tickets.index': { path: `/v9/tickets?ticket_group_id=${scene.stock}` },
    'tickets.show': { path: `/v9/tickets/${scene.stock}00000` },
    'tickets.update': { path: `/v9/tickets/${scene.stock}00000`, body: { eticket: scene.page, barcode: 'A' } },
    'orders.get_ticket_costs': { path: `/v9/orders/${pending.id}/get_ticket_costs` },
    'orders.update_ticket_costs': {
      path: `/v9/orders/${pending.id}/update_ticket_costs`,
      body: { tickets: [{ id: scene.ticket, cost: '21.50' }] },
    },
    'pins.create': { body: { pins: [{ event_id: 2100003 }] } },
    'transactions.index': { path: '/v9/accounts/1691/transactions' },
    'transactions.show': { path: `/v9/accounts/1691/transactions/${scene.transaction}` },
    'transactions.create': {
      path: '/v9/accounts/1691/transactions',
      body: { transactions: [{ amount: 10, type: 'transfer', recipient_id: 1700, notes: 'A' }] },
    },
    'tax_quotes.create': {
      body: {
        ticket_group_id: OTHERS_GROUP,
        quantity: 2,
        payment_type: 'credit_card',
        retail: { price: 50, shipping: 1 },
      },
    },
  }
}

/** A request for every operation; where none stands above, ids are those of the first records that fit. */
export function validRequest(server: TestServer, scene: Scene, operation: Operation): ValidRequest {
  const example = examplesOf(scene)[operation.id]
  const [credential] = operation.credentials
  const usual = operation.credentials.includes('API') ? 'website' : credential === 'User' ? 'processor' : 'store'
  return {
    as: example?.as ?? usual,
    path: example?.path ?? pathOf(server, scene, operation),
    body: example?.body,
    isSure: example !== undefined,
  }
}

function pathOf(server: TestServer, scene: Scene, { path }: Operation): string {
  const ids: { readonly [param: string]: number } = {
    ':order_id': scene.pending.id,
    ':item_id': scene.pending.item,
    ':client_id': SALE.client_id,
    ':shipment_id': scene.packed.shipment,
    ':ticket_group_id': OWN_GROUP,
    ':ticket_group_hold_id': scene.hold,
    ':ticket_group_take_id': scene.take,
  }
  const steps = path.split('/')
  return steps
    .map((step, nth) => {
      if (!step.startsWith(':')) return step
      const before = steps[nth - 1] ?? ''
      return ids[step] ?? (isTable(before) ? firstOf(server, before)?.id : undefined) ?? 1
    })
    .join('/')
}

const isTable = (name: string): name is TableName => tableNames.some((table) => table === name)

/** A record of Moe's, where records are a client's; else the newest. */
function firstOf<Name extends TableName>(server: TestServer, table: Name): Row<Name> | undefined {
  const records = [...server.reader().all(table)]
  return records.find((record) => 'client_id' in record && record.client_id === SALE.client_id) ?? records[0]
}
