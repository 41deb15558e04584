/** TEvo's closed lists of words. */

/** W:9470142. */
export const PAYMENT_TYPES = [
  'cash',
  'check',
  'credit_card',
  'evopay',
  'money_order',
  'offline',
  'paypal',
  'tbd',
] as const
export type PaymentType = (typeof PAYMENT_TYPES)[number]

/** W:9470108. */
export const REJECTION_REASONS = [
  'Tickets No Longer Available',
  'Tickets Priced Incorrectly',
  'Duplicate Order',
  'Fraudulent Order',
  'Test Order',
  'Other',
] as const

/** PHP:shipments, W:9994308, W:185466902, GBA delivery options. */
export const SHIPMENT_TYPES = [
  'FedEx',
  'UPS',
  'Eticket',
  'InstantDelivery',
  'Email',
  'Offline',
  'Courier',
  'WillCall',
  'PickupAtOffice',
  'LocalPickup',
  'Custom',
  'Tbd',
  'ProvidedAirbill',
  'TMMobile',
  'TMMobileLink',
  'FlashSeats',
  'GuestList',
  'Paperless',
] as const
export type ShipmentType = (typeof SHIPMENT_TYPES)[number]

/** W:9469962. */
export const TICKET_FORMATS = ['Physical', 'Eticket', 'Flash_seats', 'TM_mobile', 'Guest_list', 'Paperless'] as const

/** PHP:ticket_groups. */
export const VIEW_TYPES = ['Full', 'Obstructed', 'Partially Obstructed'] as const
export const WASTED_REASONS = ['Did not sell', 'Lost by shipper', 'Lost before shipment'] as const
export type WastedReason = (typeof WASTED_REASONS)[number]

/** GBA delivery options. */
export const SERVICE_TYPES = [
  'LEAST_EXPENSIVE',
  'INTERNATIONAL_FIRST',
  'INTERNATIONAL_PRIORITY_SATURDAY_DELIVERY',
  'INTERNATIONAL_PRIORITY',
  'INTERNATIONAL_ECONOMY',
  'FIRST_OVERNIGHT',
  'PRIORITY_OVERNIGHT_SATURDAY_DELIVERY',
  'FEDEX_2_DAY_SATURDAY_DELIVERY',
  'PRIORITY_OVERNIGHT',
  'STANDARD_OVERNIGHT',
  'FEDEX_2_DAY',
  'FEDEX_EXPRESS_SAVER',
] as const

/** W:185466902, and `Tbd` until the seller has chosen one of them. */
export const TRANSFER_TYPES = ['Tbd', 'TMMobile', 'TMMobileLink', 'FlashSeats'] as const satisfies ShipmentType[]

/** W:185466902: what a seller can make of any shipment. */
export const MOBILE_TRANSFER_TYPES = [
  'TMMobile',
  'TMMobileLink',
  'FlashSeats',
  'Eticket',
] as const satisfies ShipmentType[]
export type MobileTransferType = (typeof MOBILE_TRANSFER_TYPES)[number]

/** W:2445672450. */
export const TRANSFER_SOURCES = ['AXS', 'AM', 'BA', 'FS', 'PAC', 'SG', 'SH', 'TM'] as const

/** PHP:shipments. */
export const AIRBILL_CARRIERS = ['fedex', 'ups', 'usps', 'dhl', 'other'] as const

export const SIGNATURE_TYPES = ['', 'INDIRECT', 'NO_SIGNATURE_REQUIRED', 'DIRECT', 'ADULT'] as const
