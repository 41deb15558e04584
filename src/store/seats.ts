import type { SeatRange } from './records.ts'

/** `quantity` seats from `low_seat` on, every `step`-th. */
export const seatsFrom = (low_seat: number, quantity: number, step: 1 | 2): number[] =>
  Array.from({ length: quantity }, (_, nth) => low_seat + step * nth)

/** The fewest ranges that hold just these seats. */
export function rangesOf(seats: readonly number[]): SeatRange[] {
  const ranges: [number, number][] = []
  for (const seat of [...seats].sort((one, other) => one - other)) {
    const last = ranges.at(-1)
    if (last !== undefined && last[1] === seat - 1) last[1] = seat
    else ranges.push([seat, seat])
  }
  return ranges
}

export const countSeats = (ranges: readonly SeatRange[]): number =>
  ranges.reduce((count, [from, to]) => count + to - from + 1, 0)

export const hasSeat = (ranges: readonly SeatRange[], seat: number): boolean =>
  ranges.some(([from, to]) => from <= seat && seat <= to)

/** The ranges without one seat. */
export const withoutSeat = (ranges: readonly SeatRange[], seat: number): SeatRange[] =>
  ranges.flatMap(([from, to]): SeatRange[] => {
    if (seat < from || seat > to) return [[from, to]]
    const before: SeatRange[] = seat > from ? [[from, seat - 1]] : []
    const after: SeatRange[] = seat < to ? [[seat + 1, to]] : []
    return [...before, ...after]
  })

/** The ranges with some more seats, joined where they touch. */
export function withSeats(ranges: readonly SeatRange[], seats: readonly number[]): SeatRange[] {
  const joined: SeatRange[] = []
  const all = [...ranges, ...rangesOf(seats)].sort(([one], [other]) => one - other)
  for (const [from, to] of all) {
    const last = joined.at(-1)
    if (last !== undefined && last[1] >= from - 1) joined[joined.length - 1] = [last[0], Math.max(last[1], to)]
    else joined.push([from, to])
  }
  return joined
}
