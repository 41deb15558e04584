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

export const SIGNATURE_TYPES = ['', 'INDIRECT', 'NO_SIGNATURE_REQUIRED', 'DIRECT', 'ADULT'] as const
