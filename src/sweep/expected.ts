import type { SweepDamage } from '../public/sweep.ts'
import { dollars, type End, type OrderEnd } from './end.ts'
import type { Observed } from './observed.ts'

/** What the runs without a fault came to, and what of it another run has damaged. */

/** How orders of different runs are known to be the same, the most exact first. */
const WAYS = [
  { keyOf: ({ tickets, reference }: OrderEnd) => `${tickets}, ${reference ?? 'no reference'}`, told: null },
  {
    keyOf: ({ tickets }: OrderEnd) => tickets,
    told: 'the references of its orders: orders are matched by their tickets and prices',
  },
  { keyOf: () => '', told: 'what it orders: its orders are only counted' },
] as const

type Way = (typeof WAYS)[number]

interface Group {
  /** Of each run, those that have come farthest first. */
  readonly runs: readonly (readonly OrderEnd[])[]
  readonly fewest: number
  readonly most: number
}

export interface Expected {
  readonly groups: ReadonlyMap<string, Group>
  readonly way: Way
  readonly ends: readonly End[]
}

export function expectedOf(ends: readonly End[]): Expected {
  const way = WAYS.find(({ keyOf }) => areSame(ends.map(({ orders }) => orders.map(keyOf)))) ?? WAYS[2]
  const groups = new Map<string, Group>()
  const grouped = ends.map((end) => groupsOf(end, way))
  for (const key of new Set(grouped.flatMap((each) => [...each.keys()]))) {
    const runs = grouped.map((each) => each.get(key) ?? [])
    const counts = runs.map(({ length }) => length)
    groups.set(key, { runs, fewest: Math.min(...counts), most: Math.max(...counts) })
  }
  return { groups, way, ends }
}

const areSame = (lists: readonly (readonly string[])[]): boolean =>
  new Set(lists.map((list) => JSON.stringify([...list].sort()))).size === 1

function groupsOf({ orders }: End, { keyOf }: Way): Map<string, readonly OrderEnd[]> {
  const groups = new Map<string, readonly OrderEnd[]>()
  for (const order of orders) groups.set(keyOf(order), [...(groups.get(keyOf(order)) ?? []), order])
  for (const [key, group] of groups)
    groups.set(
      key,
      [...group].sort((one, other) => other.progress - one.progress),
    )
  return groups
}

/** What is wrong after a run and was not after the others. `hasPassed`: the program said that all went well. */
export function damageIn(end: End, seen: Observed, expected: Expected, hasPassed: boolean): SweepDamage[] {
  const groups = groupsOf(end, expected.way)
  const more = [...groups].filter(([key, orders]) => orders.length > (expected.groups.get(key)?.most ?? 0))
  const fewer = [...expected.groups].filter(([key, { fewest }]) => (groups.get(key)?.length ?? 0) < fewest)
  const surplus =
    sumOf(more, ([key, orders]) => orders.length - (expected.groups.get(key)?.most ?? 0)) -
    sumOf(fewer, ([key, { fewest }]) => fewest - (groups.get(key)?.length ?? 0))
  return [
    ...brokenBy(end, seen, expected),
    // A program that takes other tickets in place of those that it could not have has as many orders as it wants.
    ...(surplus > 0 ? more.flatMap(([key, orders]) => tooMany(orders, key, end, expected)) : []),
    ...(surplus < 0 && hasPassed ? fewer.map(([key, group]) => missing(groups.get(key) ?? [], group)) : []),
    ...[...expected.groups].flatMap(([key, group]) => spoilt(groups.get(key) ?? [], group, hasPassed)),
    ...heldForNothing(end, expected),
    ...notAcknowledged(end, expected),
  ]
}

const sumOf = <Each>(list: readonly Each[], of: (each: Each) => number): number =>
  list.reduce((sum, each) => sum + of(each), 0)

const mostOf = (expected: Expected, count: (end: End) => number): number => Math.max(...expected.ends.map(count))

function brokenBy({ broken }: End, seen: Observed, expected: Expected): SweepDamage[] {
  return [...broken].flatMap(([name, count]) => {
    const known = mostOf(expected, (each) => each.broken.get(name) ?? 0)
    if (count <= known) return []
    return seen.broken
      .filter(({ invariant }) => invariant === name)
      .slice(known)
      .map(({ invariant, detail }) => ({ name: invariant, detail }))
  })
}

/** The same order twice is a broken invariant, too, as long as both were made within a minute: it is told once. */
function tooMany(orders: readonly OrderEnd[], key: string, { broken }: End, { groups }: Expected): SweepDamage[] {
  const most = groups.get(key)?.most ?? 0
  if (broken.has('one_order_per_intent')) return []
  const ids = orders.map(({ id }) => id).sort((one, other) => one - other)
  const detail = `there ${are(orders.length)} for the same: ${ids.join(', ')}; without the fault there ${are(most)}`
  return [{ name: 'one_order_per_intent', detail }]
}

const are = (count: number): string => (count === 1 ? 'is 1 order' : `are ${count === 0 ? 'no' : count} orders`)

function missing(orders: readonly OrderEnd[], { runs, fewest }: Group): SweepDamage {
  const what = runs[0]?.[0] === undefined ? '' : ` for ${runs[0][0].tickets}`
  const detail = `there ${are(orders.length)}${what}; without the fault there ${are(fewest)}, and the program says that all went well`
  return { name: 'order_missing', detail }
}

/** Orders that have not come as far as without the fault, or were paid otherwise. */
function spoilt(orders: readonly OrderEnd[], { runs }: Group, hasPassed: boolean): SweepDamage[] {
  return orders.flatMap((order, nth): SweepDamage[] => {
    const wanted = runs.flatMap((run) => run[nth] ?? [])
    const [least] = [...wanted].sort((one, other) => one.progress - other.progress)
    if (least === undefined) return []
    const charges = wanted.map(({ charged_cents }) => charged_cents)
    const { id, state, progress, total_cents, charged_cents } = order
    const left: SweepDamage = {
      name: 'order_left_behind',
      detail: `order ${id} is ${state}; without the fault it is ${least.state}`,
    }
    const twice: SweepDamage = {
      name: 'paid_twice',
      detail: `${dollars(charged_cents)} was charged for order ${id}, which comes to ${dollars(total_cents)}`,
    }
    const unpaid: SweepDamage = {
      name: 'left_unpaid',
      detail: `${dollars(charged_cents)} was charged for order ${id}, which is ${state}; without the fault it is ${dollars(Math.min(...charges))}`,
    }
    const isUnpaid = charged_cents < Math.min(...charges) && (hasPassed || state === 'completed')
    return [
      ...(progress < least.progress ? [left] : []),
      ...(charged_cents > total_cents && charged_cents > Math.max(...charges) ? [twice] : []),
      ...(isUnpaid ? [unpaid] : []),
    ]
  })
}

function heldForNothing({ held }: End, expected: Expected): SweepDamage[] {
  return [...held].flatMap(([group, quantity]) => {
    const known = mostOf(expected, (each) => each.held.get(group) ?? 0)
    if (quantity <= known) return []
    const detail = `${quantity} tickets of ticket group ${group} are held; without the fault ${known === 0 ? 'none' : known}`
    return [{ name: 'tickets_held_for_nothing', detail }]
  })
}

function notAcknowledged({ refused }: End, expected: Expected): SweepDamage[] {
  return [...refused].flatMap(([event, count]) => {
    if (count <= mostOf(expected, (each) => each.refused.get(event) ?? 0)) return []
    const [event_type, recipient] = event.split('/')
    const detail = `the program refused ${event_type} to the ${recipient}, and has not taken it since`
    return [{ name: 'delivery_not_acknowledged', detail }]
  })
}
