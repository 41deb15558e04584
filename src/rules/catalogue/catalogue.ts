import type { Category, Event } from '../../store/records.ts'
import type { Reader } from '../../store/state.ts'
import type { Row } from '../../store/tables.ts'
import { lookUpOwn } from '../lookup.ts'
import { wallClock } from './venue-time.ts'

/** The catalogue: events, performers, venues and categories. Everybody sees the same. */

export type CatalogueTable = 'categories' | 'performers' | 'venues' | 'events'

const isListed = ({ deleted_at }: { readonly deleted_at: number | null }): boolean => deleted_at === null

/** A record that is not deleted. Deleted records appear only in the list of deleted ones. */
export const findListed = <Name extends CatalogueTable>(read: Reader, table: Name, id: string): Row<Name> =>
  lookUpOwn<Name>(read, table, id, isListed)

/** `Rock & Pop` → `rock-pop` */
export const slugOf = (name: string): string =>
  name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')

/**
 * The record with an id, or with a slug (PHP: "ID or slug"). An id goes first, for a band may be called 1975; of records
 * with the same slug the oldest is found.
 */
export function findByIdOrSlug<Name extends Exclude<CatalogueTable, 'events'>>(
  read: Reader,
  table: Name,
  id: string,
): Row<Name> {
  const isNumber = /^\d+$/.test(id)
  if (isNumber && read.get<Name>(table, Number(id)) !== undefined) return findListed<Name>(read, table, id)
  return listed<Name>(read, table).find(({ name }) => slugOf(name) === id) ?? findListed<Name>(read, table, id)
}

/** The records that are not deleted, oldest first, as recorded of the exchange's own lists (RB-fix brokerages.yml). */
export const listed = <Name extends CatalogueTable>(read: Reader, table: Name): Row<Name>[] =>
  [...read.all<Name>(table)].filter(isListed).reverse()

/** A category, and all categories below it. */
export function categoryTree(read: Reader, category_id: number): ReadonlySet<number> {
  const tree = new Set([category_id])
  const categories: Category[] = [...read.all('categories')]
  for (let size = 0; size < tree.size; ) {
    size = tree.size
    for (const { id, parent_id } of categories) if (parent_id !== null && tree.has(parent_id)) tree.add(id)
  }
  return tree
}

/** Those of the events that are still to come by their venue's local time, the next one first. */
export function upcoming(read: Reader, events: Iterable<Event>): Event[] {
  const coming: Event[] = []
  for (const event of events) {
    const { time_zone } = read.must('venues', event.venue_id)
    if (isListed(event) && event.occurs_at >= wallClock(read.now, time_zone)) coming.push(event)
  }
  return coming.sort((one, other) => one.occurs_at - other.occurs_at)
}

const EARTH_RADIUS_MILES = 3_958.8

interface Point {
  readonly latitude: number
  readonly longitude: number
}

/** Miles over ground. */
export function milesBetween(one: Point, other: Point): number {
  const radians = (degrees: number) => (degrees * Math.PI) / 180
  const half = (from: number, to: number) => Math.sin(radians(to - from) / 2) ** 2
  const haversine =
    half(one.latitude, other.latitude) +
    Math.cos(radians(one.latitude)) * Math.cos(radians(other.latitude)) * half(one.longitude, other.longitude)
  return 2 * EARTH_RADIUS_MILES * Math.asin(Math.min(1, Math.sqrt(haversine)))
}

const wordsOf = (text: string): string[] => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []

/**
 * Whether a text has all searched words, or with `fuzzy` any of them (PHP:search). The beginning of a word is enough:
 * `play` finds "Parker Playhouse" (RB-fix search.yml).
 */
export function hasWords(text: string, q: string, fuzzy: boolean): boolean {
  const words = wordsOf(text)
  const isThere = (wanted: string) => words.some((word) => word.startsWith(wanted))
  const wanted = wordsOf(q)
  return wanted.length > 0 && (fuzzy ? wanted.some(isThere) : wanted.every(isThere))
}
