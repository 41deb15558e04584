import type { MissingOperation, Operation } from '../operation.ts'
import { missingOperations } from './missing.ts'
import { addresses } from './v9/addresses.ts'
import { clientTokens } from './v9/client-tokens.ts'
import { clients } from './v9/clients.ts'
import { companies } from './v9/companies.ts'
import { creditCards } from './v9/credit-cards.ts'
import { emailAddresses } from './v9/email-addresses.ts'
import { orderActions } from './v9/order-actions.ts'
import { orderItems } from './v9/order-items.ts'
import { orders } from './v9/orders.ts'
import { payments } from './v9/payments.ts'
import { phoneNumbers } from './v9/phone-numbers.ts'
import { queuedOrders } from './v9/queued-orders.ts'
import { ordersV10 } from './v10/orders.ts'

/** Every operation of TEvo's API that we know of, emulated or not. Nothing lists them a second time. */
export const operations: readonly (Operation | MissingOperation)[] = [
  ...clients,
  ...emailAddresses,
  ...addresses,
  ...phoneNumbers,
  ...creditCards,
  ...companies,
  ...orders,
  ...orderActions,
  ...orderItems,
  ...payments,
  ...queuedOrders,
  ...clientTokens,
  ...ordersV10,
  ...missingOperations,
]
