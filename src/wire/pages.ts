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

export interface PageRequest {
  readonly page: number
  readonly per_page: number
}

/** The list envelope: `{"current_page":1,"per_page":100,"total_entries":27,"clients":[…]}` */
export function pageOf<Record>(
  key: string,
  { page, per_page }: PageRequest,
  records: Iterable<Record>,
  total: number | null,
  present: (record: Record) => object,
): object {
  const from = (page - 1) * per_page
  const shown: object[] = []
  let passed = 0
  for (const record of records) {
    if (total !== null && passed >= from + per_page) break
    if (passed >= from && passed < from + per_page) shown.push(present(record))
    passed += 1
  }
  return { current_page: page, per_page, total_entries: total ?? passed, [key]: shown }
}

/** The shape of a list envelope, for an operation's `output`. */
export const pageShape = (key: string, entry: z.ZodType) =>
  z.strictObject({ current_page: z.int(), per_page: z.int(), total_entries: z.int(), [key]: z.array(entry) })

