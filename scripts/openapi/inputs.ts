import type * as z from 'zod'
import * as clients from '../../src/wire/client-input.ts'
import { count, flag, id, instant, money } from '../../src/wire/fields.ts'
import * as inventory from '../../src/wire/inventory-input.ts'
import * as orders from '../../src/wire/order-input.ts'
import { OrderV10Fields } from '../../src/wire/order-v10-input.ts'
import { PaymentFields } from '../../src/wire/payment-input.ts'
import * as shipments from '../../src/wire/shipment-input.ts'
import * as groups from '../../src/wire/ticket-group-input.ts'

/** What requests give, by its schema. */
export const inputNames = (): ReadonlyMap<z.ZodType, string> =>
  new Map<z.ZodType, string>([
    [clients.ClientFields(), 'ClientInput'],
    [clients.ClientChanges(), 'ClientChanges'],
    [clients.CompanyFields(), 'CompanyInput'],
    [clients.CompanyChanges(), 'CompanyChanges'],
    [clients.EmailAddressFields(), 'EmailAddressInput'],
    [clients.EmailAddressUpdate(), 'EmailAddressChanges'],
    [clients.AddressFields(), 'AddressInput'],
    [clients.PhoneNumberFields(), 'PhoneNumberInput'],
    [clients.PhoneNumberUpdate(), 'PhoneNumberChanges'],
    [clients.CreditCardFields(), 'CreditCardInput'],
    [clients.CreditCardUpdate(), 'CreditCardChanges'],
    [orders.OrderFields(), 'OrderInput'],
    [orders.ItemFields(), 'OrderItemInput'],
    [OrderV10Fields(), 'OrderV10Input'],
    [PaymentFields(), 'PaymentInput'],
    [shipments.ShipmentFields(), 'ShipmentInput'],
    [shipments.ShipmentChanges(), 'ShipmentChanges'],
    [shipments.TransferFields(), 'TransferInput'],
    [shipments.ProvidedAirbillFields(), 'ProvidedAirbillInput'],
    [shipments.RecipientFields(), 'RecipientsInput'],
    [groups.TicketGroupFields(), 'TicketGroupInput'],
    [groups.TicketGroupChangeFields(), 'TicketGroupChanges'],
    [groups.BoughtGroupFields(), 'BoughtTicketGroupInput'],
    [groups.NewTakeFields(), 'TicketTakeInput'],
    [groups.NewHoldFields(), 'TicketHoldInput'],
    [groups.HoldChangeFields(), 'TicketHoldChanges'],
    [inventory.StockFields(), 'StockInput'],
    [inventory.StockChangeFields(), 'StockChanges'],
    [inventory.BulkChangeFields(), 'BulkStockChanges'],
    [inventory.BulkDeleteFields(), 'BulkStockDeletion'],
  ])

/** The kinds of value that requests are made of. */
export const inputKinds = (): ReadonlyMap<string, z.ZodType> =>
  new Map<string, z.ZodType>([
    ['IdInput', id()],
    ['MoneyInput', money()],
    ['FlagInput', flag()],
    ['CountInput', count()],
    ['TimeInput', instant()],
  ])
