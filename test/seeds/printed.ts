import { createHmac } from 'node:crypto'
import { readFileSync } from 'node:fs'
import defaultWorld from '../../fixtures/default.json' with { type: 'json' }
import { base64 } from '../pdf/fixtures.ts'

/**
 * The request examples of the five documents, cut out of them to the letter: `000.txt` is document 000. Their credentials
 * are placeholders, so a request is signed anew; the rest goes over the wire as it is printed.
 */

/** A request as curl would send it, but for its signature. */
export interface PrintedRequest {
  readonly method: string
  readonly target: string
  readonly headers: Record<string, string>
  readonly body: Buffer
}

/** What a document leaves to its reader. */
export interface Blanks {
  readonly order_id?: number
  readonly item_id?: number
  readonly reviewer_id?: number
  /** PDFs for the places of base64-encoded files, in their order. */
  readonly files?: readonly Uint8Array[]
}

/** The text of an example that is not a command. */
export const printedText = (file: string): string =>
  readFileSync(new URL(file, import.meta.url), 'utf8').replace(/\n$/, '')

/** The commands of a document, in its order. */
export const printedCommands = (file: string): string[] =>
  printedText(file)
    .split(/^(?=curl )/m)
    .map((command) => command.trimEnd())

/** Fills in a command's blanks, and mends what is misprinted. Nothing else may be changed. */
function complete(command: string, { order_id, item_id, reviewer_id, files = [] }: Blanks): string {
  const left = [...files]
  const given = <Value>(value: Value | undefined): Value => {
    if (value === undefined) throw new Error(`a blank is left open in: ${command}`)
    return value
  }
  return command
    .replaceAll('{order_id}', () => String(given(order_id)))
    .replaceAll('{item_id}', () => String(given(item_id)))
    .replaceAll('{reviewer_id}', () => String(given(reviewer_id)))
    .replace(/\["item_id":(.*?)\]/, '[{"item_id":$1}]')
    .replace(/(?<=\s)-url(?=\s)/, '--url')
    .replaceAll(/<(?:another )?base64-encoded file>/g, () => base64(given(left.shift())))
}

/** One more option of a command; documents 001 and 003 break lines without a backslash, and with one in mid-line. */
const OPTION = /[\s\\]*(-i\b|-X|-H|-d|--url)(?:\s+(?:'([^']*)'|"([^"]*)"|([^\s\\]+)))?/y

/** Reads a printed curl command, and adds the headers that curl adds. */
export function readCommand(command: string, blanks: Blanks = {}): PrintedRequest {
  const text = complete(command, blanks)
  const headers: Record<string, string> = {}
  let url: URL | undefined
  let method: string | undefined
  let body: string | undefined
  OPTION.lastIndex = 'curl'.length
  while (OPTION.lastIndex < text.length) {
    const from = OPTION.lastIndex
    const [, option, single, double, bare] = OPTION.exec(text) ?? []
    const value = single ?? double ?? bare ?? ''
    if (option === undefined) throw new Error(`unreadable from here: ${text.slice(from)}`)
    if (option === '-X') method = value
    if (option === '-d') body = value
    if (option === '--url') url = new URL(value)
    const [, name, content] = (option === '-H' && /^\s*([^:]+):\s*(.*)$/.exec(value)) || []
    if (name !== undefined && content !== undefined) headers[name] = content
  }
  if (url === undefined) throw new Error(`no --url in: ${text}`)
  const { 'X-Token': _token, 'X-Signature': _signature, ...printed } = headers
  return {
    method: method ?? (body === undefined ? 'GET' : 'POST'),
    // URL drops a lone `?`, which is printed on purpose.
    target: url.href.slice(url.origin.length),
    headers: {
      'User-Agent': 'curl/8.5.0',
      Accept: '*/*',
      ...(body === undefined ? {} : { 'Content-Type': 'application/x-www-form-urlencoded' }),
      ...printed,
    },
    body: Buffer.from(body ?? ''),
  }
}

/** A request that is printed as its JSON only. */
export const postJson = (target: string, json: string): PrintedRequest => ({
  method: 'POST',
  target,
  headers: { 'Content-Type': 'application/json' },
  body: Buffer.from(json),
})

/** W:983115: the method, the host with the path, a `?` in any case, and the body or the sorted query. */
export function signatureOf({ method, target, body }: PrintedRequest, host: string, secret: string): string {
  const [path, query = ''] = target.split('?')
  const payload = body.length > 0 ? body : query.split('&').sort(byKey).join('&')
  return createHmac('sha256', secret).update(`${method} ${host}${path}?`).update(payload).digest('base64')
}

const keyOf = (pair: string): string => pair.split('=', 1)[0] ?? ''
const byKey = (one: string, other: string): number => (keyOf(one) < keyOf(other) ? -1 : 1)

export function credentialOf(name: string): { readonly token: string; readonly secret: string } {
  const credential = defaultWorld.credentials.find((each) => each.name === name)
  if (credential === undefined) throw new Error(`the default world has no credential "${name}"`)
  return credential
}
