import * as z from 'zod'

/** W:9470168 and RB README: at most 100 a page; more is a 422 (T2, measured). */
export const PAGE_CAP = 100

const pageNumber = (max: number) =>
  z
    .string()
    .regex(/^[1-9]\d{0,8}$/)
    .transform(Number)
    .pipe(z.number().max(max))

/** `page` and `per_page` of every index. Made on first use: zod's first schema would add 5 ms to the start. */
export const pageFields = {
  get page() {
    return pageNumber(999_999_999).default(1)
  },
  get per_page() {
    return pageNumber(PAGE_CAP).default(PAGE_CAP)
  },
}

export const pageQuery = () => z.object({ ...pageFields })

/** W:4751395: orders come at most 10 a page, also when more are asked for. */
export const ORDERS_PAGE_CAP = 10
export const orderPageFields = {
  get page() {
    return pageFields.page
  },
  get per_page() {
    return pageNumber(999_999_999).default(ORDERS_PAGE_CAP)
  },
}
export const orderPageQuery = () => z.object({ ...orderPageFields })

export interface PageRequest {
  readonly page: number
  readonly per_page: number
}

interface PageSource<Record> {
  /** Newest first. */
  readonly records: Iterable<Record>
  /** How many records there are, if an index knows; else they are counted. */
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

/** The records of one page, for an answer without counters. */
export const onPage = <Record>(records: readonly Record[], { page, per_page }: PageRequest): readonly Record[] =>
  records.slice((page - 1) * per_page, page * per_page)

/** The shape of a list envelope, for an operation's `output`. */
export const pageShape = (key: string, entry: z.ZodType) =>
  z.strictObject({ current_page: z.int(), per_page: z.int(), total_entries: z.int(), [key]: z.array(entry) })

type Query = { readonly [filter: string]: unknown }

/** W:983121: the filter's name alone means equality; six operators may be added to it. */
function satisfies(query: Query, field: string, value: number, unit: number, equals: (limit: number) => boolean) {
  const holds = (operator: string, compare: (limit: number) => boolean) => {
    const limit = query[`${field}${operator}`]
    return typeof limit !== 'number' || compare(limit / unit)
  }
  return (
    holds('', equals) &&
    holds('.eq', equals) &&
    holds('.not_eq', (limit) => !equals(limit)) &&
    holds('.gt', (limit) => value > limit) &&
    holds('.gte', (limit) => value >= limit) &&
    holds('.lt', (limit) => value < limit) &&
    holds('.lte', (limit) => value <= limit)
  )
}

/** Whether a value passes the filters of a field that takes equality only. */
export function matches(query: Query, field: string, value: string | number | null): boolean {
  const is = (wanted: unknown) => wanted === undefined || wanted === value
  const other = query[`${field}.not_eq`]
  return is(query[field]) && is(query[`${field}.eq`]) && (other === undefined || other !== value)
}

/** Whether a number passes the filters of a field. */
export const matchesNumbers = (query: Query, field: string, value: number): boolean =>
  satisfies(query, field, value, 1, (limit) => value === limit)

/** Whether a time passes the filters of a field. Times are compared in whole seconds, as they are printed. */
export function matchesInstants(query: Query, field: string, instant_ms: number): boolean {
  const at_s = Math.floor(instant_ms / 1_000)
  return satisfies(query, field, at_s, 1_000, (limit_s) => at_s === Math.floor(limit_s))
}
