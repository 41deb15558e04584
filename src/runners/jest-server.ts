import type { TevoLocal } from '../public/server.ts'
import { serverFor, serverIn, URL_VARIABLE } from './server.ts'

/** Set-up and tear-down run in one process. */
let started: TevoLocal | undefined

/** Starts the server of the run, which the workers find in their environment; one that is named there already is taken. */
export async function startForRun(): Promise<void> {
  const named = serverIn(process.env)
  const server = await serverFor(named)
  if (named !== null) return server.stop()
  started = server
  process.env[URL_VARIABLE] = server.url
}

/** Stops the server that was started. */
export async function stopAfterRun(): Promise<void> {
  if (started === undefined) return
  delete process.env[URL_VARIABLE]
  await started.stop()
  started = undefined
}
