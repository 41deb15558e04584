import { callerForOffice } from '../rules/caller.ts'
import type { WebhookDelivery, WebhookEndpoint } from '../store/records.ts'
import type { Reader } from '../store/state.ts'
import type { Transaction } from '../store/transaction.ts'
import { ORDER_EVENTS } from '../store/words.ts'
import { presentCatalogNotice } from '../wire/catalogue.ts'
import { presentOrderV9 } from '../wire/orders.ts'
import { catalogNotices, orderNotices } from './events.ts'

/** Puts what a write has to tell into the outbox, in the same commit, as each recipient sees it at that moment. */
export function fillOutbox(tx: Transaction, before: Reader): void {
  if (tx.count('webhook_endpoints') === 0) return
  const endpoints = tx.listAll('webhook_endpoints').filter(({ active }) => active)
  tellOfOrders(tx, before, endpoints)
  tellOfCatalogue(tx, before, endpoints)
}

function tellOfOrders(tx: Transaction, before: Reader, endpoints: readonly WebhookEndpoint[]): void {
  /** What an office sees of an order, printed once. */
  const bodies = new Map<string, string>()
  for (const { event, recipient, order, office_id } of orderNotices(tx, before, tx.sandbox.settings))
    for (const endpoint of endpoints) {
      if (!wants(endpoint, event) || (endpoint.office_id ?? office_id) !== office_id) continue
      const key = `${order.id}/${office_id}`
      const body = bodies.get(key) ?? JSON.stringify(presentOrderV9(tx, callerForOffice(tx, office_id), order))
      bodies.set(key, body)
      const fields = { order_group_id: String(order.order_group_id) }
      send(tx, endpoint, { event_type: event, recipient, subject_id: order.id, fields, body })
    }
}

function tellOfCatalogue(tx: Transaction, before: Reader, endpoints: readonly WebhookEndpoint[]): void {
  if (endpoints.every(({ events }) => events === null)) return
  for (const { event, table, id, read } of catalogNotices(tx, before))
    for (const endpoint of endpoints)
      if (wants(endpoint, event)) {
        const body = JSON.stringify(presentCatalogNotice(read, table, id))
        const fields = { [`${event.slice(0, event.indexOf('_'))}_id`]: String(id) }
        send(tx, endpoint, { event_type: event, recipient: 'catalog', subject_id: id, fields, body })
      }
}

const ALL_ORDER_EVENTS: ReadonlySet<string> = new Set(ORDER_EVENTS)

const wants = ({ events }: WebhookEndpoint, event: WebhookDelivery['event_type']): boolean =>
  events === null ? ALL_ORDER_EVENTS.has(event) : events.includes(event)

type Notification = Pick<WebhookDelivery, 'event_type' | 'recipient' | 'subject_id' | 'fields' | 'body'>

function send(tx: Transaction, endpoint: WebhookEndpoint, notification: Notification): void {
  tx.put('webhook_deliveries', {
    id: tx.nextId('webhook_deliveries'),
    endpoint_id: endpoint.id,
    state: 'ready',
    ...notification,
    faults: [],
    attempts: [],
    tries: 0,
    next_at: null,
    created_at: tx.now,
    updated_at: tx.now,
  })
}
