import { sign } from '../signing/sign.ts'
import type { Credential } from '../store/records.ts'
import { version } from '../version.ts'
import { curlOf } from './curl.ts'
import { prepareRequest } from './request.ts'

/** What a person, or a program, is told of a server that has just started. */
export interface StartUp {
  readonly url: string
  readonly port: number
  readonly credentials: readonly Credential[]
  /** What the chances of the default sandbox are drawn from. */
  readonly seed: number
  /** The command line that brings the same run back. */
  readonly reproduce: string
  /** The control plane's token, where it was made. */
  readonly madeControlToken: string | null
}

/** What a broker polls, and every credential may: an answer without anything having been ordered. */
const FIRST_PATH = '/v9/orders?state=pending&type=Order'

export function startUpJson({ url, port, credentials, seed, reproduce, madeControlToken }: StartUp): string {
  const curl = firstCurl(url, credentials)
  return JSON.stringify({
    event: 'listening',
    version,
    url,
    port,
    credentials: Object.fromEntries(
      credentials.map(({ name, type, token, secret }) => [name, { type, token, secret }]),
    ),
    ...(curl === undefined ? {} : { curl }),
    seed,
    reproduce,
    ...(madeControlToken === null ? {} : { control_token: madeControlToken }),
  })
}

export function startUpText({ url, credentials, seed, reproduce, madeControlToken }: StartUp): string {
  const rows = credentials.map(({ name, type, token, secret }) => [name, type, token, secret])
  const curl = firstCurl(url, credentials)
  return [
    `tevo-local ${version} listens on ${url}`,
    '',
    ...columns([['credential', 'type', 'token', 'secret'], ...rows]),
    ...(curl === undefined ? [] : ['', 'A first request:', curl]),
    '',
    `Its random seed is ${seed}. The same run again:`,
    reproduce,
    ...(madeControlToken === null ? [] : ['', controlTokenLine(madeControlToken)]),
    '',
  ].join('\n')
}

export const controlTokenLine = (token: string): string => `The control plane asks for: Authorization: Bearer ${token}`

function firstCurl(url: string, credentials: readonly Credential[]): string | undefined {
  const [credential] = credentials
  if (credential === undefined) return undefined
  const request = prepareRequest('sign', ['GET', FIRST_PATH], url, { bytes: new Uint8Array(), source: null })
  const { token, secret } = credential
  const { method, host, target } = request
  return curlOf(request, token, sign({ method, host, target, secret }).signature)
}

function columns(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  return rows.map((row) => `  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}`.trimEnd())
}
