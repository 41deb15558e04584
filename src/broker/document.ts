import * as z from 'zod'
import { DEFAULT_PATHS } from '../rules/orders/integration-calls.ts'
import { HoldAnswer, HoldRequest, InvoiceRequest, Refused } from './shapes.ts'

const ABOUT = `What a broker's service has to answer so that tevo-local sells its tickets through order integration.

TEvo documents that it makes these three calls (https://ticketevolution.atlassian.net/wiki/spaces/API/pages/2321547302), and
their paths, their field names and the shapes of their answers are not public. Those of this document are the defaults of
tevo-local, decided by it. Paths, names, and the field that says that tickets are held can be changed for each service:
PUT /_local/sandboxes/:name/order_integrations/:office_id.`

const shapeOf = (schema: z.ZodType): object => {
  const { $schema: _, ...shape } = z.toJSONSchema(schema)
  return shape
}

const jsonOf = (schema: z.ZodType) => ({ 'application/json': { schema: shapeOf(schema) } })

const answer = (description: string, schema?: z.ZodType) => ({
  description,
  ...(schema === undefined ? {} : { content: jsonOf(schema) }),
})

const globalIdInPath = {
  name: 'global_id',
  in: 'path',
  required: true,
  description: 'The global id of the hold.',
  schema: { type: 'string' },
}

const WRONG_KEY = answer('The key is not the one that the broker gave.')

/** The calls to a broker's service, as an OpenAPI document that a broker can build against. */
export const brokerDocument = () => ({
  openapi: '3.1.0',
  info: {
    title: "Order integration, with tevo-local's defaults",
    version: '1.0.0',
    description: ABOUT,
    license: { name: 'MIT', identifier: 'MIT' },
  },
  servers: [{ url: 'http://127.0.0.1:8387', description: 'tevo-local broker' }],
  security: [{ key: [] }],
  paths: {
    [DEFAULT_PATHS.hold]: {
      post: {
        operationId: 'holdInventory',
        tags: ['Inventory Holds'],
        summary: 'Holds tickets for an order that is about to be made.',
        description:
          'It is answered within the deadline (5 seconds by default), or no order is made. One call for each item of an order. The same global_id may come again, and gets the same answer.',
        requestBody: { required: true, content: jsonOf(HoldRequest()) },
        responses: {
          '2XX': answer('The tickets are held, and can be bought.', HoldAnswer()),
          '401': WRONG_KEY,
          '404': answer('There are no such tickets: the buyer is told OrderIntegration::Error::NotFound.', Refused()),
          '409': answer('There are not so many left: the buyer is told the same.', Refused()),
          default: answer('The buyer is told OrderIntegration::Error::ConnectionTimeout, as when there is no answer.'),
        },
      },
    },
    [DEFAULT_PATHS.release.replace(':global_id', '{global_id}')]: {
      delete: {
        operationId: 'releaseHold',
        tags: ['Inventory Holds'],
        summary: 'Lets go of a hold whose order was not made.',
        description:
          'It comes also when a hold was not answered in time, for it may have been made. Without an answer of 2xx, 404, 409 or 410 it comes again after 10, 120, 600 and 3,600 seconds.',
        parameters: [globalIdInPath],
        responses: {
          '2XX': answer('The tickets are for sale again.'),
          '401': WRONG_KEY,
          '404': answer('There is no such hold: nothing is left to do.'),
        },
      },
    },
    [DEFAULT_PATHS.invoice]: {
      post: {
        operationId: 'createInvoice',
        tags: ['Invoices'],
        summary: 'Tells of the order for tickets that are held: they are to be invoiced to its buyer.',
        description:
          'The order still waits for its seller to accept it. Without a 2xx it comes again after 10, 120, 600 and 3,600 seconds, so the same global_id may come more than once.',
        requestBody: { required: true, content: jsonOf(InvoiceRequest()) },
        responses: { '2XX': answer('The tickets are invoiced.'), '401': WRONG_KEY },
      },
    },
  },
  components: { securitySchemes: { key: { type: 'apiKey', in: 'header', name: 'X-Api-Key' } } },
})
