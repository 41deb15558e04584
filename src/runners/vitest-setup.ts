import { type ServerAddress, serverFor, serverIn } from './server.ts'

/** What vitest gives to a global set-up, as far as it is used here. */
interface Project {
  provide(key: 'tevoLocal', value: ServerAddress): void
}

/** For `globalSetup` of vitest: one server for the whole run, or the one that the environment names. */
export default async function setup(project: Project): Promise<() => Promise<void>> {
  const server = await serverFor(serverIn(process.env))
  project.provide('tevoLocal', { url: server.url, token: server.controlToken })
  return () => server.stop()
}
