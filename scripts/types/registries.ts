/** Where the library's types are generated from: `npm run make:types` reads all of it at once, so that what is one schema stays one. */
export { PHASES } from '../../src/faults/effect.ts'
export { effects } from '../../src/faults/effects.ts'
export { FAULT_STATES } from '../../src/faults/fault.ts'
export { presets } from '../../src/faults/presets.ts'
export { WITHOUT } from '../../src/faults/rule.ts'
export { PIECES } from '../../src/journal/advice.ts'
export { operations } from '../../src/routes/operations.ts'
export { INVARIANTS } from '../../src/rules/invariants/invariants.ts'
export { DEEDS } from '../../src/rules/orders/deeds.ts'
export { MISTAKES } from '../../src/signing/mistakes.ts'
export { tables } from '../../src/store/tables.ts'
export { account, json } from '../../src/store/world-fields.ts'
export { recordSchema } from '../../src/store/world-schema.ts'
export * as accountShapes from '../../src/wire/account-shapes.ts'
export * as catalogueShapes from '../../src/wire/catalogue-shapes.ts'
export * as clientShapes from '../../src/wire/client-shapes.ts'
export * as orderShapes from '../../src/wire/order-shapes.ts'
export * as paymentShapes from '../../src/wire/payment-shapes.ts'
export * as shipmentShapes from '../../src/wire/shipment-shapes.ts'
export * as ticketGroupShapes from '../../src/wire/ticket-group-shapes.ts'

import { CredentialShape } from '../../src/wire/credentials.ts'
import { StockLineShape, StockListShape, StockShape } from '../../src/wire/inventory.ts'
import { PaymentStatusShape } from '../../src/wire/payment-status.ts'
import { ListedPinShape, PinShape } from '../../src/wire/pins.ts'
import { ResultShape, SuggestionsShape } from '../../src/wire/search.ts'
import { SingleTicketShape, TicketCostsShape } from '../../src/wire/tickets.ts'
import { TransactionShape } from '../../src/wire/transactions.ts'

/** Of modules that have more than shapes. */
export const otherShapes = {
  CredentialShape,
  StockLineShape,
  StockListShape,
  StockShape,
  PaymentStatusShape,
  ListedPinShape,
  PinShape,
  ResultShape,
  SuggestionsShape,
  SingleTicketShape,
  TicketCostsShape,
  TransactionShape,
}
