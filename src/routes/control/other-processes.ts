import type { IncomingMessage } from 'node:http'
import type { ServerContext, Several } from '../../http/context.ts'
import { markOf, PASSED_ON, wordOf } from '../../http/passed-on.ts'
import { messageOf } from '../../problem.ts'
import { NotKept } from '../../store/log.ts'

type Headers = { readonly [name: string]: string }

/** Deletes all sandboxes but `default`, those too that other processes have. @throws NotKept */
export async function deleteEverywhere(
  { sandboxes }: ServerContext,
  { ownership, secret }: Several,
  { headers: { host = '', authorization } }: IncomingMessage,
): Promise<void> {
  const headers = {
    // The other process looks for it at the beginning.
    [PASSED_ON]: markOf(wordOf(secret), { isFirst: true, isSecure: false }),
    Host: host,
    ...(authorization === undefined ? {} : { Authorization: authorization }),
  }
  for (const { name } of await ownership.list()) {
    const owner = name === 'default' ? undefined : await ownership.ofName(name)
    if (owner === undefined) continue
    if (owner.kind === 'nobody') throw new NotKept(`The sandbox "${name}" is served by nobody just now: ${owner.why}`)
    if (owner.kind === 'other') await deleteAt(owner.url, name, headers)
    // It was nobody's, and has come here just now.
    const own = sandboxes.get(name)
    if (own !== undefined) sandboxes.delete(own)
  }
}

async function deleteAt(url: string, name: string, headers: Headers): Promise<void> {
  const status = await askToDelete(new URL(`/_local/sandboxes/${name}`, url), headers)
  // Somebody else may have deleted it meanwhile.
  if (status !== 204 && status !== 404)
    throw new NotKept(`The sandbox "${name}" could not be deleted: ${url} answered ${status}`)
}

async function askToDelete(url: URL, headers: Headers): Promise<number | undefined> {
  const { request } = url.protocol === 'https:' ? await import('node:https') : await import('node:http')
  return new Promise((resolve, reject) => {
    const sent = request(url, { method: 'DELETE', agent: false, headers: { ...headers } }, (answer) => {
      answer.resume()
      resolve(answer.statusCode)
    })
    sent.on('error', (problem) => reject(new NotKept(`${url.host} cannot be reached: ${messageOf(problem)}`)))
    sent.end()
  })
}
