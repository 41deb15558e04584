import type { Send } from '../contract/ask.ts'
import { prepareRequest } from './request.ts'
import { send } from './send.ts'

/** How long a server may take for an answer. */
const TIMEOUT_MS = 60_000

/** Sends the requests of the contract suite to a server, all over one connection. */
export async function contractSender(target: string): Promise<{ readonly send: Send; readonly close: () => void }> {
  const { Agent } = target.startsWith('https:') ? await import('node:https') : await import('node:http')
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  const options = { agent, timeout_ms: TIMEOUT_MS, flag: '--target URL' }
  return {
    close: () => agent.destroy(),
    send: async ({ method, target: path, body, headers }) => {
      const request = prepareRequest('verify', [method, path], target, { bytes: body, source: null })
      const { status, headers: answered, bytes } = await send(request, headers(request), options)
      return { status, retryAfter: answered['retry-after'], bytes }
    },
  }
}
