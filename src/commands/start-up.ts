import { columns } from '../columns.ts'
import { curlOf } from '../signing/curl.ts'
import { sign } from '../signing/sign.ts'
import type { Credential } from '../store/records.ts'
import { version } from '../version.ts'
import { prepareRequest } from './request.ts'

/** What a person, or a program, is told of a server that has just started. */
export interface StartUp {
  readonly url: string
  readonly port: number
  /** What makes curl trust its certificate, where it has one. */
  readonly curlTrust: readonly string[]
  readonly credentials: readonly Credential[]
  /** Whether its world has any. */
  readonly hasEvents: boolean
  /** What the chances of the default sandbox are drawn from. */
  readonly seed: number
  /** The command line that brings the same run back. */
  readonly reproduce: string
  /** The control plane's token, where it was made. */
  readonly madeControlToken: string | null
}

/** Every credential may call them. The first shows something as it is; what a broker polls shows nothing until something is ordered. */
const FIRST_EVENT = '/v9/events?per_page=1'
const PENDING_ORDERS = '/v9/orders?state=pending&type=Order'
const JOURNAL = '/_local/sandboxes/default/requests'

export function startUpJson(startUp: StartUp): string {
  const { url, port, credentials, seed, reproduce, madeControlToken } = startUp
  const curl = firstCurl(startUp)
  return JSON.stringify({
    event: 'listening',
    version,
    url,
    port,
    credentials: Object.fromEntries(
      credentials.map(({ name, type, token, secret }) => [name, { type, token, secret }]),
    ),
    ...(curl === undefined ? {} : { curl }),
    journal: url + JOURNAL,
    seed,
    reproduce,
    ...(madeControlToken === null ? {} : { control_token: madeControlToken }),
  })
}

export function startUpText(startUp: StartUp): string {
  const { url, credentials, seed, reproduce, madeControlToken } = startUp
  const rows = credentials.map(({ name, type, token, secret }) => [name, type, token, secret])
  const curl = firstCurl(startUp)
  return [
    `tevo-local ${version} listens on ${url}`,
    '',
    ...columns([['credential', 'type', 'token', 'secret'], ...rows]).map((line) => `  ${line}`),
    ...(curl === undefined ? [] : ['', 'A first request:', curl]),
    '',
    `Look inside with a browser: ${url}/`,
    `What came in, and what came of it: ${url}${JOURNAL}`,
    '',
    `Its random seed is ${seed}. The same run again:`,
    reproduce,
    ...(madeControlToken === null ? [] : ['', controlTokenLine(madeControlToken)]),
    '',
  ].join('\n')
}

export const controlTokenLine = (token: string): string => `The control plane asks for: Authorization: Bearer ${token}`

function firstCurl({ url, credentials, hasEvents, curlTrust }: StartUp): string | undefined {
  const [credential] = credentials
  if (credential === undefined) return undefined
  const path = hasEvents ? FIRST_EVENT : PENDING_ORDERS
  const request = prepareRequest('sign', ['GET', path], url, { bytes: new Uint8Array(), source: null })
  const { token, secret } = credential
  const { method, host, target } = request
  return curlOf(request, token, sign({ method, host, target, secret }).signature, curlTrust)
}
