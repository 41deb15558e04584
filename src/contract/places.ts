import { stepsOf } from '../json.ts'

/** A value in an answer, and where it stands. */
export interface Place {
  /** `/events/0/id` */
  readonly pointer: string
  readonly value: unknown
}

/** What stands at a pointer; `*` is every element of an array. */
export function placesAt(value: unknown, pointer: string): readonly Place[] {
  let places: Place[] = [{ pointer: '', value }]
  for (const step of stepsOf(pointer)) places = places.flatMap((place) => [...below(place, step)])
  return places
}

function* below({ pointer, value }: Place, step: string): Generator<Place> {
  if (typeof value !== 'object' || value === null) return
  if (step === '*' && Array.isArray(value)) {
    for (const [nth, each] of value.entries()) yield { pointer: `${pointer}/${nth}`, value: each }
  } else if (Object.hasOwn(value, step)) yield { pointer: `${pointer}/${step}`, value: Reflect.get(value, step) }
}

/** The values there, without those that are null. */
export const valuesAt = (value: unknown, pointer: string): unknown[] =>
  placesAt(value, pointer).flatMap((place) => place.value ?? [])

/** `/events/0/id` → `id` of every event: the field, whichever entry has it. */
export const fieldOf = (pointer: string): string => pointer.replaceAll(/\/\d+(?=\/|$)/g, '/*')
