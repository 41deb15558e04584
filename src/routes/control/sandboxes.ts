import type { Sandbox } from '../../sandbox/sandbox.ts'

/** A sandbox with all that a test needs to talk to it. */
export function describeSandbox(sandbox: Sandbox, base_url: string) {
  const credentials = sandbox.credentials()
  const named = new Map(credentials.map((credential) => [credential.name, credential]))
  const website = named.get('website') ?? credentials[0]
  const processor = named.get('processor')
  return {
    name: sandbox.name,
    base_url,
    clock: { now: new Date(sandbox.clock.now()).toISOString(), frozen: sandbox.clock.frozen },
    settings: sandbox.settings,
    credentials: Object.fromEntries(
      credentials.map(({ name, type, token, secret }) => [name, { type, token, secret }]),
    ),
    env: {
      TEVO_BASE_URL: base_url,
      TEVO_API_TOKEN: website?.token,
      TEVO_API_SECRET: website?.secret,
      TEVO_PROCESSOR_TOKEN: processor?.token,
      TEVO_PROCESSOR_SECRET: processor?.secret,
      TEVO_CONTROL_URL: `${base_url}/_local/sandboxes/${sandbox.name}`,
    },
  }
}
