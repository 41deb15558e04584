import { describe } from 'vitest'
import { hasPostgres } from './cluster.ts'

/** A describe for what needs a PostgreSQL: where there is none, it says so in one line. */
export function describeWithPostgres(name: string, tests: () => void): void {
  if (hasPostgres) describe(name, tests)
  else describe.skip(`${name}: there is no PostgreSQL; apt-get install postgresql brings one`, tests)
}
