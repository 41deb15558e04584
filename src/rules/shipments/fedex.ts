/** FedEx's services, prices and tracking numbers. TEvo asks FedEx; these are made up, and always the same. */

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

export interface FedExService {
  readonly service_type: string
  readonly name: string
  readonly price_cents: number
  readonly days: number
  /** The hour of the last day by which it arrives. */
  readonly by_hour: number
}

const DOMESTIC: readonly FedExService[] = [
  { service_type: 'FEDEX_EXPRESS_SAVER', name: 'FedEx Express Saver', price_cents: 1250, days: 3, by_hour: 18.5 },
  { service_type: 'FEDEX_2_DAY', name: 'FedEx 2Day', price_cents: 1500, days: 2, by_hour: 18.5 },
  { service_type: 'STANDARD_OVERNIGHT', name: 'FedEx Standard Overnight', price_cents: 2250, days: 1, by_hour: 18.5 },
  { service_type: 'PRIORITY_OVERNIGHT', name: 'FedEx Priority Overnight', price_cents: 2500, days: 1, by_hour: 10.5 },
  { service_type: 'FIRST_OVERNIGHT', name: 'FedEx First Overnight', price_cents: 6000, days: 1, by_hour: 8.5 },
]

const INTERNATIONAL: readonly FedExService[] = [
  {
    service_type: 'INTERNATIONAL_ECONOMY',
    name: 'FedEx International Economy',
    price_cents: 4500,
    days: 5,
    by_hour: 18.5,
  },
  {
    service_type: 'INTERNATIONAL_PRIORITY',
    name: 'FedEx International Priority',
    price_cents: 6500,
    days: 3,
    by_hour: 18.5,
  },
  {
    service_type: 'INTERNATIONAL_FIRST',
    name: 'FedEx International First',
    price_cents: 12_000,
    days: 2,
    by_hour: 10.5,
  },
]

/** The services from the United States to a country, the cheapest first. */
export const servicesTo = (country_code: string | null): readonly FedExService[] =>
  (country_code ?? 'US').toUpperCase() === 'US' ? DOMESTIC : INTERNATIONAL

/** W:9994308: tickets should arrive about four hours before the event. */
const BUFFER_MS = 4 * HOUR_MS

/** `LEAST_EXPENSIVE`: the cheapest service that arrives in time for an event; undefined when it is too late. */
export function cheapestInTime(
  country_code: string | null,
  sent_at: number,
  event_at: number,
): FedExService | undefined {
  const day_ms = Math.floor(sent_at / DAY_MS) * DAY_MS
  return servicesTo(country_code).find(
    ({ days, by_hour }) => day_ms + days * DAY_MS + by_hour * HOUR_MS + BUFFER_MS <= event_at,
  )
}

const WEIGHTS = [3, 1, 7] as const

/** Twelve digits as FedEx makes them: the last one checks the others. */
export function trackingNumberOf(shipment_id: number): string {
  const digits = `79${String(shipment_id % 1_000_000_000).padStart(9, '0')}`
  const sum = [...digits].reduce((total, digit, nth) => total + Number(digit) * (WEIGHTS[nth % 3] ?? 0), 0)
  return `${digits}${(sum % 11) % 10}`
}
