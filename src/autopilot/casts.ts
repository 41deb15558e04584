import type { Deed } from '../rules/orders/deeds.ts'
import type { HandOver } from '../rules/orders/hand-over.ts'
import type { Shipment } from '../store/records.ts'
import type { Reader } from '../store/state.ts'
import type { Cast, RejectionReason } from '../store/words.ts'

/**
 * What each cast does, and when. A new cast is a word of CASTS in `store/words.ts`, and a row of this table. All times are
 * ours: no source says how long a broker takes.
 */

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS

/** In what an order can be that somebody has to do something: the owner of its tickets, or the fraud desk. */
export type Phase = 'pending' | 'accepted' | 'screened'

export interface CastStep {
  readonly in: Phase
  /** Since the order came into that phase. */
  readonly after_ms: number
  readonly deed: Deed
  /** For an order with such a shipment only. */
  readonly for?: (shipment: Shipment) => boolean
}

const NO_NOTES = { notes: null, seats: null } as const
const seller = (what: 'accept' | HandOver): Deed => ({ as: 'seller', do: what, reason: 'Other', ...NO_NOTES })
const because = (reason: RejectionReason, what: 'reject' | 'cancel'): Deed => ({
  as: 'seller',
  do: what,
  reason,
  ...NO_NOTES,
})

/** Of a UPS shipment without a tracking number nobody would see that its carrier has it. */
const isParcel = ({ type, tracking_number }: Shipment): boolean =>
  type === 'FedEx' || type === 'ProvidedAirbill' || (type === 'UPS' && tracking_number !== null)

/** Parcels take the same time with every broker who sends any. */
const PARCELS: readonly CastStep[] = [
  {
    in: 'accepted',
    after_ms: 0,
    deed: seller('generate_airbill'),
    for: ({ type, state, tracking_number }) => type === 'FedEx' && state === 'pending' && tracking_number === null,
  },
  {
    in: 'accepted',
    after_ms: DAY_MS,
    deed: { as: 'carrier', do: 'pick_up' },
    for: (shipment) => isParcel(shipment) && shipment.state === 'pending',
  },
  { in: 'accepted', after_ms: 3 * DAY_MS, deed: { as: 'carrier', do: 'deliver' }, for: isParcel },
]

/** All other tickets come from their seller. */
const delivering = (after_ms: number): CastStep => ({
  in: 'accepted',
  after_ms,
  deed: seller('deliver'),
  for: (shipment) => !isParcel(shipment),
})

const accepting = (after_ms: number): CastStep => ({ in: 'pending', after_ms, deed: seller('accept') })

export const CAST_STEPS: { readonly [Name in Cast]: readonly CastStep[] } = {
  'patient-broker': [],
  'good-broker': [accepting(5 * MINUTE_MS), delivering(HOUR_MS), ...PARCELS],
  'slow-broker': [accepting(6 * HOUR_MS), delivering(DAY_MS), ...PARCELS],
  'rejecting-broker': [
    { in: 'pending', after_ms: 5 * MINUTE_MS, deed: because('Tickets No Longer Available', 'reject') },
  ],
  'double-seller': [
    accepting(5 * MINUTE_MS),
    { in: 'accepted', after_ms: HOUR_MS, deed: because('Tickets No Longer Available', 'cancel') },
  ],
  'fraud-desk': [{ in: 'screened', after_ms: 30 * MINUTE_MS, deed: { as: 'fraud_desk', do: 'approve' } }],
}

/** `seller/accept`: a deed as a step names it. A cast does each of its deeds once to an order. */
export const nameOf = ({ as, do: what }: Deed): string => `${as}/${what}`

export const stepOf = (cast: Cast, name: string): CastStep | undefined =>
  CAST_STEPS[cast].find(({ deed }) => nameOf(deed) === name)

/** Whether an order has what a step is for. */
export const isCalledFor = (read: Reader, order_id: number, { for: isFor }: CastStep): boolean =>
  isFor === undefined ||
  read
    .list('shipments', 'by_order', order_id)
    .some((shipment) => isFor(shipment) && read.count('items', 'by_shipment', shipment.id) > 0)
