import * as z from 'zod'

/** W:9470168 and RB README: 100 a page, and no more. */
export const PAGE_CAP = 100

const pageNumber = (max: number) =>
  z
    .string()
    .regex(/^[1-9]\d{0,8}$/)
    .transform(Number)
    .pipe(z.number().max(max))

/** `page` and `per_page`, as every index takes them. */
export const pageFields = { page: pageNumber(999_999_999).default(1), per_page: pageNumber(PAGE_CAP).default(PAGE_CAP) }

export const pageQuery = () => z.object(pageFields)

/** W:4751395: orders come at most 10 a page, whatever is asked for. */
export const ORDERS_PAGE_CAP = 10
export const orderPageFields = {
  page: pageFields.page,
  per_page: pageNumber(999_999_999).default(ORDERS_PAGE_CAP),
}
export const orderPageQuery = () => z.object(orderPageFields)

export interface PageRequest {
  readonly page: number
  readonly per_page: number
}

interface PageSource<Record> {
  /** Newest first. */
  readonly records: Iterable<Record>
  /** How many records there are, where an index knows; else they are counted. */
  readonly total?: number
  readonly keep?: (record: Record) => boolean
}

/** The list envelope: `{"current_page":1,"per_page":100,"total_entries":27,"clients":[…]}` */
export function pageOf<Record>(
  key: string,
  { page, per_page }: PageRequest,
  { records, total, keep }: PageSource<Record>,
  present: (record: Record) => object,
): object {
  const from = (page - 1) * per_page
  const shown: object[] = []
  let passed = 0
  for (const record of records) {
    if (keep !== undefined && !keep(record)) continue
    if (passed >= from && passed < from + per_page) shown.push(present(record))
    passed += 1
    if (total !== undefined && (passed >= from + per_page || from >= total)) break
  }
  return { current_page: page, per_page, total_entries: total ?? passed, [key]: shown }
}

/** The shape of a list envelope, for an operation's `output`. */
export const pageShape = (key: string, entry: z.ZodType) =>
  z.strictObject({ current_page: z.int(), per_page: z.int(), total_entries: z.int(), [key]: z.array(entry) })

type InstantQuery = { readonly [filter: string]: unknown }

/** Whether a time satisfies the filters on it. Times are compared as they are printed, in whole seconds. */
export function matchesInstants(query: InstantQuery, field: string, instant_ms: number): boolean {
  const at_s = Math.floor(instant_ms / 1_000)
  const holds = (operator: string, compare: (at_s: number, limit_s: number) => boolean) => {
    const limit_ms = query[`${field}${operator}`]
    return typeof limit_ms !== 'number' || compare(at_s, limit_ms / 1_000)
  }
  return (
    holds('', (at, limit) => at === Math.floor(limit)) &&
    holds('.gt', (at, limit) => at > limit) &&
    holds('.gte', (at, limit) => at >= limit) &&
    holds('.lt', (at, limit) => at < limit) &&
    holds('.lte', (at, limit) => at <= limit)
  )
}
