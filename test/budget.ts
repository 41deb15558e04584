/** How much a long test does, as its variable says: a number of inputs (`100000`), or a time (`30s`, `10m`). */
export interface Budget {
  readonly inputs: number
  readonly ms: number
}

const UNITS_MS = { s: 1_000, m: 60_000, h: 3_600_000 } as const

/** Throws when a variable says neither. */
export function budgetIn(variable: string, usual: string): Budget {
  const text = process.env[variable] ?? usual
  const { count, unit } = /^(?<count>[1-9]\d*)(?<unit>[smh]?)$/.exec(text)?.groups ?? {}
  if (count === undefined) throw new Error(`${variable}=${text}: give a number of inputs, or a time: 100000, 30s, 10m`)
  if (unit === 's' || unit === 'm' || unit === 'h')
    return { inputs: Number.POSITIVE_INFINITY, ms: Number(count) * UNITS_MS[unit] }
  return { inputs: Number(count), ms: Number.POSITIVE_INFINITY }
}
