import type { SeatRange } from './records.ts'
import type { SeatOrder } from './words.ts'

/**
 * Seats as ranges, so that a group of a million costs no more than a group of two. In an `odd_even` group a range has
 * every second seat: `[1, 9]` is 1, 3, 5, 7 and 9.
 */
export type Step = 1 | 2

export const stepOf = (order: SeatOrder): Step => (order === 'odd_even' ? 2 : 1)

/** Mostly they are in order already, and no list is made. */
export const ascending = (seats: readonly number[]): readonly number[] =>
  seats.every((seat, nth) => nth === 0 || (seats[nth - 1] ?? 0) <= seat)
    ? seats
    : [...seats].sort((one, other) => one - other)

/** `quantity` seats from `low_seat` on, every `step`-th. */
export const seatsFrom = (low_seat: number, quantity: number, step: Step): number[] =>
  Array.from({ length: quantity }, (_, nth) => low_seat + step * nth)

/** The range of `quantity` seats from `low_seat` on. */
export const rangeFrom = (low_seat: number, quantity: number, step: Step): SeatRange => [
  low_seat,
  low_seat + step * (quantity - 1),
]

/** These seats in as few ranges as possible. */
export function rangesOf(seats: readonly number[], step: Step): SeatRange[] {
  const ranges: [number, number][] = []
  for (const seat of ascending(seats)) {
    const last = ranges.at(-1)
    if (last !== undefined && last[1] === seat - step) last[1] = seat
    else ranges.push([seat, seat])
  }
  return ranges
}

export const seatsIn = (ranges: readonly SeatRange[], step: Step): number[] =>
  ranges.flatMap((range) => seatsFrom(range[0], sizeOf(range, step), step))

const sizeOf = ([from, to]: SeatRange, step: Step): number => (to - from) / step + 1

export const countSeats = (ranges: readonly SeatRange[], step: Step): number =>
  ranges.reduce((count, range) => count + sizeOf(range, step), 0)

/** The first of the wanted seats that is not in the ranges. */
export function firstMissing(
  ranges: readonly SeatRange[],
  wanted: readonly SeatRange[],
  step: Step,
): number | undefined {
  for (const [from, to] of wanted)
    for (let seat = from; seat <= to; ) {
      const holder = ranges.find(([first, last]) => first <= seat && seat <= last && (seat - first) % step === 0)
      if (holder === undefined) return seat
      seat = holder[1] + step
    }
  return undefined
}

/** The ranges without the seats of `gone`, which must be in them. */
export function withoutSeats(ranges: readonly SeatRange[], gone: readonly SeatRange[], step: Step): SeatRange[] {
  return gone.reduce<SeatRange[]>(
    (left, [first, last]) =>
      left.flatMap(([from, to]): SeatRange[] => {
        if (last < from || first > to || (first - from) % step !== 0) return [[from, to]]
        const before: SeatRange[] = first > from ? [[from, first - step]] : []
        const after: SeatRange[] = last < to ? [[last + step, to]] : []
        return [...before, ...after]
      }),
    [...ranges],
  )
}

/** The ranges together with `more`, joined where they touch. */
export function withSeats(ranges: readonly SeatRange[], more: readonly SeatRange[], step: Step): SeatRange[] {
  const joined: SeatRange[] = []
  for (const [from, to] of [...ranges, ...more].sort(([one], [other]) => one - other)) {
    const last = joined.at(-1)
    if (last !== undefined && last[1] >= from - step) joined[joined.length - 1] = [last[0], Math.max(last[1], to)]
    else joined.push([from, to])
  }
  return joined
}
