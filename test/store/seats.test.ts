import { expect, test } from 'vitest'
import type { SeatRange } from '../../src/store/records.ts'
import {
  countSeats,
  firstMissing,
  rangeFrom,
  rangesOf,
  type Step,
  seatsFrom,
  seatsIn,
  withoutSeats,
  withSeats,
} from '../../src/store/seats.ts'
import fc from '../properties.ts'

const LOW_SEAT = 5
const SEATS = 30

const some = fc.uniqueArray(fc.nat(SEATS - 1), { maxLength: 12 })

test.for<[string, Step]>([
  ['numbered through', 1],
  ['numbered odd or even', 2],
])('ranges do what sets of seats do, in as few ranges as there can be: seats %s', ([, step]) => {
  const seatAt = (nth: number) => LOW_SEAT + step * nth
  const all: readonly SeatRange[] = [rangeFrom(LOW_SEAT, SEATS, step)]
  expect(seatsIn(all, step)).toEqual(seatsFrom(LOW_SEAT, SEATS, step))

  fc.assert(
    fc.property(fc.array(fc.record({ isBack: fc.boolean(), nths: some })), (moves) => {
      const left = new Set(seatsFrom(LOW_SEAT, SEATS, step))
      let ranges: readonly SeatRange[] = all
      for (const { isBack, nths } of moves) {
        const seats = nths.map(seatAt).filter((seat) => left.has(seat) !== isBack)
        const moved = rangesOf(seats, step)
        for (const seat of seats) isBack ? left.add(seat) : left.delete(seat)
        ranges = isBack ? withSeats(ranges, moved, step) : withoutSeats(ranges, moved, step)

        const expected = [...left].sort((one, other) => one - other)
        expect(seatsIn(ranges, step)).toEqual(expected)
        expect(ranges).toEqual(rangesOf(expected, step))
        expect(countSeats(ranges, step)).toBe(left.size)
      }
      const lowestGone = seatsFrom(LOW_SEAT, SEATS, step).find((seat) => !left.has(seat))
      expect(firstMissing(ranges, all, step)).toBe(lowestGone)
    }),
  )
})
