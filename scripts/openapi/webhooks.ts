import { CATALOG_EVENTS, type CatalogEvent, ORDER_EVENTS, type OrderEvent } from '../../src/store/words.ts'
import { SHAPES } from './descriptions.ts'
import { type JsonSchema, refTo } from './schemas.ts'

/** What TEvo sends of itself: 3.1 has a section for it. */

const PAGE = 'https://ticketevolution.atlassian.net/wiki/spaces/API/pages/73302018'
const FORM = 'application/x-www-form-urlencoded'

const WHEN: { readonly [Event in OrderEvent]: string } = {
  order_created: 'An order is made, or is no longer open: to its seller.',
  fraud_response_received: 'The fraud desk says something of an order: to its seller.',
  order_accepted: 'An order was accepted: to its seller.',
  seller_accepted: 'The seller accepted an order: to its buyer.',
  order_rejected: 'An order was rejected: to its buyer.',
  order_canceled: 'An order was canceled after it had been accepted: to its buyer.',
  etickets_finalized: 'The etickets of an order are delivered: to its seller.',
  eticket_finalized: 'The etickets of an order are delivered: to its buyer.',
  airbill_uploaded: 'The buyer has uploaded the airbill: to the seller.',
  airbill_requested: 'An order that goes by FedEx was accepted: to its buyer.',
  airbill_generated: 'The airbill of an order was made: to its buyer.',
  delivery_reclassified: 'The type of a delivery changed: to the buyer.',
  delivery_shipped: 'The carrier has a delivery: to the buyer.',
  delivery_complete: 'A delivery arrived: to the buyer.',
  proof_of_transfer_uploaded: 'A mobile transfer was completed: to the buyer.',
  delivery_updated: 'A delivery changed in another way: to both sides.',
  in_hand_updated: 'The date changed at which the tickets are in hand: to both sides.',
}

const bodyOf = (description: string, schema?: JsonSchema): JsonSchema => ({
  description,
  type: 'string',
  contentMediaType: 'application/json',
  ...(schema === undefined ? {} : { contentSchema: schema }),
})

const notification = (name: string, events: readonly string[], recipients: readonly string[], others: JsonSchema) => ({
  description: SHAPES[name],
  type: 'object',
  required: ['recipient', 'event_type', 'body'],
  properties: {
    recipient: { description: 'Who is told.', type: 'string', enum: recipients },
    event_type: { description: 'What happened.', type: 'string', enum: events },
    ...others,
  },
})

export const webhookSchemas = (): { readonly [name: string]: JsonSchema } => ({
  OrderNotification: notification('OrderNotification', ORDER_EVENTS, ['seller', 'buyer'], {
    order_group_id: { description: 'The group of the order.', type: 'string' },
    body: bodyOf('The order, as GET /v9/orders/{order_id} shows it to the recipient at that moment.', refTo('Order')),
  }),
  CatalogNotification: notification('CatalogNotification', CATALOG_EVENTS, ['catalog'], {
    event_id: { description: 'The event, where one changed.', type: 'string' },
    performer_id: { description: 'The performer, where one changed.', type: 'string' },
    venue_id: { description: 'The venue, where one changed.', type: 'string' },
    body: bodyOf('The record, as its own call shows it, with its scores as text.'),
  }),
})

const catalogWords = (event: CatalogEvent): string => {
  const [noun = '', what] = event.split('_')
  return `${/^[aeiou]/.test(noun) ? 'An' : 'A'} ${noun} was ${what === 'created' ? 'made' : what}.`
}

export function webhooks() {
  const told = (name: string, event: string, summary: string) => [
    event,
    {
      post: {
        operationId: `webhooks.${event}`,
        tags: ['webhooks'],
        summary,
        externalDocs: { url: PAGE },
        'x-fidelity': 'documented',
        security: [],
        requestBody: {
          required: true,
          content: {
            [FORM]: {
              schema: { allOf: [refTo(name), { type: 'object', properties: { event_type: { const: event } } }] },
            },
          },
        },
        responses: {
          '200': { description: 'It was taken.' },
          '202': { description: 'It was taken.' },
          default: { description: 'It is sent again after 10, 120, 600 and 3,600 seconds, and then given up.' },
        },
      },
    },
  ]
  return Object.fromEntries([
    ...ORDER_EVENTS.map((event) => told('OrderNotification', event, WHEN[event])),
    ...CATALOG_EVENTS.map((event) => told('CatalogNotification', event, catalogWords(event))),
  ])
}
