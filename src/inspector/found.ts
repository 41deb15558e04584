/** A list whose filter hardly a record passes: no page looks through all of them. */
const MAX_LOOKED_AT = 5_000

export interface FoundPage<Row> {
  readonly rows: readonly Row[]
  /** The id of the last one looked at, where the next page goes on; null: there is none. */
  readonly next: number | null
}

/** A page of records, newest first, of those that are meant. Its cost is bounded, however many there are. */
export function pageOf<Row extends { readonly id: number }>(
  records: Iterable<Row>,
  perPage: number,
  isMeant: (row: Row) => boolean,
): FoundPage<Row> {
  const rows: Row[] = []
  let looked = 0
  let last: number | null = null
  for (const record of records) {
    if (rows.length === perPage || looked === MAX_LOOKED_AT) return { rows, next: last }
    looked += 1
    last = record.id
    if (isMeant(record)) rows.push(record)
  }
  return { rows, next: null }
}
