import { describe } from 'vitest'
import { hasPostgres } from './cluster.ts'

/** A describe for what needs a PostgreSQL: where there is none, it says so in one line; so it does where it `waits` for something else. */
export function describeWithPostgres(name: string, tests: () => void, waits?: string): void {
  if (waits !== undefined) describe.skip(`${name}: ${waits}`, tests)
  else if (hasPostgres) describe(name, tests)
  else describe.skip(`${name}: there is no PostgreSQL; apt-get install postgresql brings one`, tests)
}
