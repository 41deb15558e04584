import type { IntentOf } from './marketplace-intents.ts'
import {
  changeHold,
  freeSeats,
  type Group,
  type Hold,
  isLive,
  isRemovable,
  letGo,
  type Market,
  passTime,
  removeGroup,
  seatsFrom,
  sees,
  take,
} from './marketplace-model.ts'
import {
  type Aim,
  aimAt,
  aimAtOrder,
  dollars,
  NO_ID,
  type Plan,
  pick,
  statusFor,
  withChain,
} from './marketplace-plan.ts'
import { type Party, STORE, WEBSITE } from './marketplace-world.ts'

/** What is done with ticket groups and what is kept of them, and looks at what there is. */

const MINUTE_MS = 60_000

const owns = ({ account }: Party, group: Group | null): boolean =>
  group !== null && group.owner === account && !group.isDeleted

/** A call on a ticket group of one's own; anybody else's is not there. */
function onGroup(
  market: Market,
  intent: Aim,
  plan: (
    group: Group | null,
    party: Party,
  ) => Pick<Plan, 'method' | 'body' | 'learn'> & {
    readonly call: string
    readonly perform: () => boolean
  },
): Plan {
  const { party, thing: group } = aimAt(
    intent,
    market.groups,
    (each, who) => owns(who, each),
    () => true,
  )
  const { call, perform, ...request } = plan(group, party)
  return {
    party,
    ...request,
    target: `/v9/ticket_groups/${group?.id ?? NO_ID}${call}`,
    status: statusFor(party, { isSeen: owns(party, group) }, perform),
    about: [],
  }
}

const untilOf = (market: Market, minutes: number): number => market.now + minutes * MINUTE_MS

export const planHold = (market: Market, intent: IntentOf<'hold'>): Plan =>
  onGroup(market, intent, (group, party) => {
    const { isTake, quantity, isForClient, price } = intent
    const free = group === null ? [] : freeSeats(group)
    const low_seat =
      pick(intent.aim === 'legal' && free.length > 0 ? free : [...(group?.seats.keys() ?? [])], intent.low_seat) ?? 0
    const until = isTake ? null : untilOf(market, intent.minutes)
    const seats = seatsFrom(low_seat, quantity, group?.step ?? 1)
    const held_for_id = isForClient
      ? (party.client?.id ?? WEBSITE.client?.id)
      : (party.offices[0] ?? WEBSITE.offices[0])
    return {
      method: 'POST',
      call: isTake ? '/take' : '/hold',
      body: {
        quantity,
        low_seat,
        price: dollars(price),
        held_for_type: isForClient ? 'Client' : 'Office',
        held_for_id,
        ...(until === null ? {} : { hold_until: new Date(until).toISOString() }),
      },
      perform: () =>
        seats.every((seat) => free.includes(seat)) &&
        (until === null || until > market.now) &&
        (!isForClient || party.client !== null),
      learn: ({ id }) => {
        if (group === null) return
        const hold: Hold = {
          id,
          group,
          account: party.account,
          price,
          until,
          seats,
          state: isTake ? 'taken' : 'held',
        }
        take(group, seats, hold)
        market.holds.push(hold)
      },
    }
  })

/** A call on a hold (or a take) by its id. */
function onHold(
  market: Market,
  intent: IntentOf<'change hold' | 'release hold'>,
  path: (hold: Hold | null) => string,
  isThere: (hold: Hold) => boolean,
  plan: (hold: Hold | null) => { readonly body?: object; readonly perform: (hold: Hold) => boolean },
): Plan {
  const { party, thing: hold } = aimAt(
    intent,
    market.holds,
    (each, who) => isThere(each) && each.account === who.account,
    isLive,
  )
  const { body = {}, perform } = plan(hold)
  const isSeen = hold !== null && owns(party, hold.group) && hold.account === party.account && isThere(hold)
  return {
    party,
    method: 'POST',
    target: `/v9/ticket_groups/${hold?.group.id ?? NO_ID}/${path(hold)}/${hold?.id ?? NO_ID}`,
    body,
    status: statusFor(party, { isSeen }, () => hold !== null && isLive(hold) && perform(hold)),
    about: [],
  }
}

export const planHoldChange = (market: Market, intent: IntentOf<'change hold'>): Plan =>
  onHold(
    market,
    intent,
    () => 'update_hold',
    // A take has no call to change it.
    ({ until }) => until !== null,
    (hold) => {
      const { quantity, minutes } = intent
      const low_seat =
        intent.low_seat === null || hold === null ? null : pick([...hold.group.seats.keys()], intent.low_seat)
      const until = minutes === null ? null : untilOf(market, minutes)
      return {
        body: {
          ...(quantity === null ? {} : { quantity }),
          ...(low_seat === null ? {} : { low_seat }),
          ...(until === null ? {} : { hold_until: new Date(until).toISOString() }),
        },
        perform: (each) => {
          if (until !== null && until <= market.now) return false
          const first = low_seat ?? each.seats[0] ?? 0
          if (!changeHold(each, seatsFrom(first, quantity ?? each.seats.length, each.group.step))) return false
          if (until !== null) each.until = until
          return true
        },
      }
    },
  )

export const planRelease = (market: Market, intent: IntentOf<'release hold'>): Plan =>
  onHold(
    market,
    intent,
    (hold) => (hold?.until === null ? 'release_take' : 'release_hold'),
    () => true,
    () => ({
      perform: (hold) => {
        letGo(hold, 'released')
        return true
      },
    }),
  )

export function planTime(market: Market, { minutes, party }: IntentOf<'pass time'>): Plan {
  passTime(market, minutes * MINUTE_MS)
  const asker = party === STORE ? WEBSITE : party
  return {
    party: asker,
    method: 'GET',
    target: '/v9/filtered_tickets/held',
    advance_ms: minutes * MINUTE_MS,
    status: 200,
    about: [],
    learn: ({ total_entries }) => {
      const held = market.holds.filter(({ account, state }) => account === asker.account && state === 'held')
      if (total_entries !== held.length) throw new Error(`${total_entries} holds are left, and not ${held.length}`)
    },
  }
}

export const planWaste = (market: Market, intent: IntentOf<'waste'>): Plan =>
  onGroup(market, intent, (group) => ({
    method: 'POST',
    call: '/waste',
    body: { wasted_reason: 'Did not sell' },
    perform: () => {
      const seats = group === null ? [] : freeSeats(group)
      for (const seat of seats) group?.seats.set(seat, 'wasted')
      return seats.length > 0
    },
  }))

export const planDeletion = (market: Market, intent: IntentOf<'delete tickets'>): Plan =>
  onGroup(market, intent, (group) => ({
    method: 'DELETE',
    call: '',
    perform: () => {
      if (group === null || !isRemovable(group)) return false
      removeGroup(group)
      return true
    },
  }))

export const planPrice = (market: Market, intent: IntentOf<'change price'>): Plan =>
  onGroup(market, intent, (group) => ({
    method: 'PUT',
    call: '',
    body: { price: dollars(intent.price) },
    perform: () => {
      if (group !== null) group.wholesale = intent.price
      return true
    },
    learn: ({ signature }) => group?.signatures.set(signature, group.wholesale),
  }))

export function planLookAtTickets(market: Market, { party, nth }: IntentOf<'look at tickets'>): Plan {
  const group = pick(market.groups, nth)
  return { ...lookAtGroup(party, group), about: [] }
}

/** A brokerage sees all of its own groups; everybody else sees those that have tickets left. */
export function lookAtGroup(party: Party, group: Group | null): Omit<Plan, 'about'> {
  const left = group === null ? 0 : freeSeats(group).length
  const isSeen = owns(party, group) || (group !== null && !group.isDeleted && left > 0)
  return {
    party,
    method: 'GET',
    target: `/v9/ticket_groups/${group?.id ?? NO_ID}`,
    status: isSeen ? 200 : 404,
    learn: ({ available_quantity, quantity, wholesale_price, signature }) => {
      group?.signatures.set(signature, group.wholesale)
      const shown = [available_quantity, quantity, Math.round(wholesale_price * 100)]
      const known = [left, group?.seats.size, group?.wholesale]
      if (String(shown) !== String(known)) throw new Error(`ticket group ${group?.id} shows ${shown}, not ${known}`)
    },
  }
}

export function planLook(market: Market, intent: IntentOf<'look'>): Plan {
  const { party, order } = aimAtOrder(market, intent, () => true)
  return {
    party,
    method: 'GET',
    target: `/v9/orders/${order?.id ?? NO_ID}`,
    status: order !== null && sees(party, order) ? 200 : 404,
    about: withChain(order),
    learn: ({ state }) => {
      if (state !== order?.state) throw new Error(`order ${order?.id} is shown as ${state}`)
    },
  }
}
