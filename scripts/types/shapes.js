// @ts-check

/** Where a name says what a thing is inside our code, and not what TEvo calls it. */
const RENAMED = new Map([
  ['OrderV9', 'Order'],
  ['ItemV9', 'OrderItem'],
  ['ShipmentV9', 'OrderShipment'],
  ['WholeShipment', 'Shipment'],
  ['Payment', 'OrderPayment'],
  ['PaymentV9', 'Payment'],
  ['Ticket', 'GroupTicket'],
  ['SingleTicket', 'Ticket'],
  ['Hold', 'TicketHold'],
  ['DeliveredItem', 'OrderV10Item'],
  ['Delivery', 'OrderDelivery'],
  ['Party', 'OrderParty'],
  ['ClientParty', 'OrderClient'],
  ['NestedAddress', 'ClientAddress'],
  ['NestedCategory', 'ParentCategory'],
  ['NestedPhoneNumber', 'ClientPhoneNumber'],
  ['NestedEmailAddress', 'ClientEmailAddress'],
  ['Result', 'SearchResult'],
])

/**
 * The shapes of answers that have a name, by their schema: in the library's types and in the OpenAPI document it is the same.
 * @param {{ readonly [module: string]: unknown }} registries  those that are called `…Shapes` have shapes
 * @returns {Map<import('zod').ZodType, string>}
 */
export const namedShapes = (registries) =>
  new Map(
    Object.entries(registries)
      .filter(([name]) => name.endsWith('Shapes'))
      .flatMap(([, module]) => Object.entries(/** @type {{ [name: string]: unknown }} */ (module)))
      .flatMap(([name, shape]) =>
        /^[A-Z]/.test(name) && typeof shape === 'function' ? [/** @type {const} */ ([shape(), nameOf(name)])] : [],
      ),
  )

/** @param {string} name  as the schema has it: `OrderV9Shape` */
function nameOf(name) {
  const short = name.replace(/Shape$/, '')
  return RENAMED.get(short) ?? short
}
