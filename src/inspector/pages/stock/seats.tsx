import { stepOfGroup } from '../../../rules/inventory/availability.ts'
import { ticketAt } from '../../../rules/inventory/tickets.ts'
import type { TicketGroup } from '../../../store/records.ts'
import type { Reader } from '../../../store/state.ts'
import { TICKET_STATES, type TicketState } from '../../../store/words.ts'

/** Seats that are drawn: a group may have 100,000 of them. */
export interface DrawnSeat {
  readonly seat: number
  readonly state: TicketState
}

const WORDS: { readonly [State in TicketState]: string } = {
  available: 'free',
  held: 'held',
  taken: 'taken',
  sold: 'sold',
  wasted: 'wasted',
}

/** `count` seats of a group, from the one at a position on; fewer at its end. */
export function seatsAt(read: Reader, group: TicketGroup, position: number, count: number): DrawnSeat[] {
  const most = Math.max(0, Math.min(count, group.quantity - position))
  return Array.from({ length: most }, (_, nth) => {
    const seat = group.low_seat + (position + nth) * stepOfGroup(group)
    return { seat, state: ticketAt(read, group, seat).state }
  })
}

/** `1–4 free, 5–6 held`: the same as the drawing, in words. */
export function inWords(seats: readonly DrawnSeat[]): string {
  const runs: { from: number; to: number; state: TicketState }[] = []
  for (const { seat, state } of seats) {
    const last = runs.at(-1)
    if (last?.state === state) last.to = seat
    else runs.push({ from: seat, to: seat, state })
  }
  return runs.map(({ from, to, state }) => `${from === to ? from : `${from}–${to}`} ${WORDS[state]}`).join(', ')
}

/** A row of seats, each in the look of its state; who does not see them is told the same in words. */
export const Seats = ({ seats }: { readonly seats: readonly DrawnSeat[] }) => (
  <div class="seats" role="img" aria-label={`Seats: ${inWords(seats)}`}>
    {seats.map(({ seat, state }) => (
      <span class={`seat ${state}`} title={`Seat ${seat}: ${WORDS[state]}`}>
        {seat}
      </span>
    ))}
  </div>
)

/** How many are in each state. */
export const Counts = ({ counts }: { readonly counts: { readonly [State in TicketState]: number } }) => (
  <span class="counts">
    {TICKET_STATES.map((state) =>
      counts[state] === 0 ? null : (
        <span>
          {counts[state].toLocaleString('en')} {WORDS[state]}
        </span>
      ),
    )}
  </span>
)

/** What the looks mean. */
export const Legend = () => (
  <p class="legend">
    {TICKET_STATES.map((state) => (
      <span>
        <span class={`seat ${state}`} aria-hidden="true">
          1
        </span>{' '}
        {WORDS[state]}
      </span>
    ))}
  </p>
)
