import type { MissingOperation, Operation } from '../operation.ts'
import { missingOperations } from './missing.ts'
import { accountSettings } from './v9/account-settings.ts'
import { accounts } from './v9/accounts.ts'
import { addresses } from './v9/addresses.ts'
import { airbills } from './v9/airbills.ts'
import { brokerages } from './v9/brokerages.ts'
import { categories } from './v9/categories.ts'
import { clientTokens } from './v9/client-tokens.ts'
import { clients } from './v9/clients.ts'
import { companies } from './v9/companies.ts'
import { configurations } from './v9/configurations.ts'
import { credentials } from './v9/credentials.ts'
import { creditCards } from './v9/credit-cards.ts'
import { deliveryOptions } from './v9/delivery-options.ts'
import { emailAddresses } from './v9/email-addresses.ts'
import { events } from './v9/events.ts'
import { filteredTickets } from './v9/filtered-tickets.ts'
import { inventory } from './v9/inventory.ts'
import { listings } from './v9/listings.ts'
import { officeCreditCards } from './v9/office-credit-cards.ts'
import { officeTicketGroups } from './v9/office-ticket-groups.ts'
import { offices } from './v9/offices.ts'
import { orderActions } from './v9/order-actions.ts'
import { orderDocuments } from './v9/order-documents.ts'
import { orderItems } from './v9/order-items.ts'
import { orders } from './v9/orders.ts'
import { paymentStatus } from './v9/payment-status.ts'
import { payments } from './v9/payments.ts'
import { performers } from './v9/performers.ts'
import { phoneNumbers } from './v9/phone-numbers.ts'
import { pins } from './v9/pins.ts'
import { queuedOrders } from './v9/queued-orders.ts'
import { search } from './v9/search.ts'
import { shipmentMoves } from './v9/shipment-moves.ts'
import { shipmentStatus } from './v9/shipment-status.ts'
import { shipments } from './v9/shipments.ts'
import { taxQuotes } from './v9/tax-quotes.ts'
import { ticketGroups } from './v9/ticket-groups.ts'
import { ticketHolds } from './v9/ticket-holds.ts'
import { tickets } from './v9/tickets.ts'
import { trackDetails } from './v9/track-details.ts'
import { transactions } from './v9/transactions.ts'
import { users } from './v9/users.ts'
import { venues } from './v9/venues.ts'
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
  ...orderDocuments,
  ...shipments,
  ...shipmentStatus,
  ...shipmentMoves,
  ...airbills,
  ...deliveryOptions,
  ...trackDetails,
  ...payments,
  ...paymentStatus,
  ...transactions,
  ...queuedOrders,
  ...clientTokens,
  ...ordersV10,
  ...brokerages,
  ...offices,
  ...officeCreditCards,
  ...users,
  ...credentials,
  ...accounts,
  ...accountSettings,
  ...categories,
  ...performers,
  ...venues,
  ...configurations,
  ...events,
  ...pins,
  ...search,
  ...listings,
  ...ticketGroups,
  ...officeTicketGroups,
  ...ticketHolds,
  ...filteredTickets,
  ...tickets,
  ...taxQuotes,
  ...inventory,
  ...missingOperations,
]
