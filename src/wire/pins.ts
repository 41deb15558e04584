import * as z from 'zod'
import { once } from '../operation.ts'
import type { Pin } from '../store/records.ts'
import { stringId, timeShape } from './client-shapes.ts'
import { time } from './print.ts'

/** Pins in answers. PHP:pins names id and url; the rest is decided here. */

const url = ({ id }: Pin) => `/pins/${id}`

export const PinShape = once(() =>
  z.strictObject({ id: stringId(), url: z.string(), event_id: z.int(), created_at: timeShape() }),
)

/** With `embedded`, id and url alone. */
export const ListedPinShape = once(() => z.union([PinShape(), z.strictObject({ id: stringId(), url: z.string() })]))

export const presentPin = (pin: Pin) => ({
  ...presentEmbedded(pin),
  event_id: pin.event_id,
  created_at: time(pin.created_at),
})

export const presentEmbedded = (pin: Pin) => ({ id: String(pin.id), url: url(pin) })
