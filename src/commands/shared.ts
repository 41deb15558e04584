import { randomUUID } from 'node:crypto'
import type { StartOptions } from '../start.ts'
import { openDatabase } from '../store/postgres/database.ts'
import { sharedSecret } from '../store/postgres/schema.ts'

const DEFAULT_LEASE_MS = 10_000
/** A sandbox that nothing has called for so long, and that has nothing to do, is given back. */
const IDLE_MS = 600_000

interface Given {
  readonly lease_ms: number | undefined
  readonly publicUrl: string | undefined
  readonly say: (text: string) => void
}

/** Opens the database of `--data postgres://…`. @throws Problem */
export async function openShared(
  url: string,
  { lease_ms = DEFAULT_LEASE_MS, publicUrl, say }: Given,
): Promise<NonNullable<StartOptions['shared']>> {
  const database = await openDatabase(url)
  const secret = await sharedSecret(database.sql)
  return { database, process: randomUUID(), secret, lease_ms, idle_ms: IDLE_MS, publicUrl, say }
}
