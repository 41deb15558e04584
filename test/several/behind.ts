import type { Owner, Ownership } from '../../src/sandbox/ownership.ts'
import { type Started, type StartOptions, start } from '../../src/start.ts'

/** What the processes of a test know each other by. */
export const SECRET = 'of this test'

/** Says the same of every sandbox. */
export function allOf(owner: Owner | (() => Owner), more: Partial<Ownership> = {}): Ownership {
  const whose = () => (typeof owner === 'function' ? owner() : owner)
  return {
    ofToken: whose,
    ofName: whose,
    doubt: () => {},
    list: async () => [],
    process: 'of-the-test',
    isReady: true,
    owned: () => 1,
    ...more,
  }
}

/**
 * A server behind another one: its clients talk to a process that has no sandbox, and that passes on all they send.
 * What looks inside sees the process that has the sandboxes.
 */
export async function startBehind(options: StartOptions): Promise<Started> {
  const owner = await start({ ...options, several: { ownership: allOf({ kind: 'mine' }), secret: SECRET } })
  const ownership = allOf({ kind: 'other', url: owner.url, process: 'the-owner' })
  const { host, tls, controlToken, log } = options
  const passer = await start({ port: 0, host, tls, controlToken, log, several: { ownership, secret: SECRET } })
  const stop = async () => {
    await Promise.all([passer.stop(), owner.stop()])
  }
  return { ...owner, url: passer.url, port: passer.port, stop }
}
