import type { Sql } from 'postgres'
import { codeOf, messageOf, Problem } from '../../problem.ts'
import { Pulse } from './pulse.ts'
import { migrate } from './schema.ts'

/** How many statements of a process run at once, beside its one writer of commits. */
const MAX_CONNECTIONS = 4
const CONNECT_TIMEOUT_S = 5
/** Between two tries to connect. */
const BACKOFF_S = 0.2
const BIGINT = 20

export const AWAY = 'the database is away'

/** The connections of a process: each kind of work has its own, so that none waits for another. */
interface Clients {
  /** One connection: groups of commits go one after the other. */
  readonly writer: Sql
  readonly pool: Sql
  readonly pulse: Sql
}

/** A PostgreSQL, and whether it answers. */
export class Database {
  readonly pulse: Pulse
  readonly #make: () => Clients
  #clients: Clients

  constructor(make: () => Clients) {
    this.#make = make
    this.#clients = make()
    this.pulse = new Pulse(async () => {
      await this.#clients.pulse`select 1`
    })
    // What was sent to a database that does not answer may hang for as long as the network likes.
    this.pulse.onChange((isAlive) => {
      if (!isAlive) this.#beginAnew()
    })
  }

  /** For commits alone. */
  get writer(): Sql {
    return this.#clients.writer
  }

  /** For everything else. */
  get sql(): Sql {
    return this.#clients.pool
  }

  get isAlive(): boolean {
    return this.pulse.isAlive
  }

  async close(): Promise<void> {
    this.pulse.close()
    await end(this.#clients, 1)
  }

  #beginAnew(): void {
    const before = this.#clients
    this.#clients = this.#make()
    void end(before, 0)
  }
}

const end = ({ writer, pool, pulse }: Clients, timeout: number): Promise<unknown> =>
  Promise.allSettled([writer, pool, pulse].map((sql) => sql.end({ timeout })))

/** Connects to the address of `--data`, and makes the tables. @throws Problem that says what to do */
export async function openDatabase(url: string): Promise<Database> {
  const postgres = await thePackage()
  const client = (max: number): Sql =>
    postgres(url, {
      max,
      connect_timeout: CONNECT_TIMEOUT_S,
      backoff: () => BACKOFF_S,
      // See arrays.ts.
      fetch_types: false,
      onnotice: () => {},
      connection: { application_name: 'tevo-local' },
      // Versions and epochs: none is larger than what a number holds.
      types: { bigint: { to: BIGINT, from: [BIGINT], parse: Number, serialize: String } },
    })
  let database: Database | undefined
  try {
    database = new Database(() => ({ writer: client(1), pool: client(MAX_CONNECTIONS), pulse: client(1) }))
    await migrate(database.sql)
    return database
  } catch (problem) {
    await database?.close()
    throw problem instanceof Problem ? problem : cannotOpen(url, problem)
  }
}

/** Of an import, and of the require() that it is in the package. */
const NOT_FOUND: ReadonlySet<string> = new Set(['ERR_MODULE_NOT_FOUND', 'MODULE_NOT_FOUND'])

/** It is not carried along: who keeps data in files needs none. */
async function thePackage(): Promise<typeof import('postgres')> {
  try {
    return (await import('postgres')).default
  } catch (problem) {
    if (!NOT_FOUND.has(codeOf(problem))) throw problem
    throw new Problem(
      '--data postgres://… needs the package "postgres", which is not installed: npm install postgres, beside tevo-local',
    )
  }
}

/** Without its password. */
function cannotOpen(given: string, problem: unknown): Problem {
  const at = URL.canParse(given) ? `${new URL(given).host}${new URL(given).pathname}` : 'the address given'
  return new Problem(`--data: the database at ${at} cannot be used: ${messageOf(problem) || codeOf(problem)}`)
}
