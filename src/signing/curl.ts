import { isUtf8 } from 'node:buffer'

/** A request as a command line sends it. */
export interface SentByCurl {
  readonly method: string
  readonly url: string
  readonly body: {
    readonly bytes: Uint8Array
    /** The file it came from, `-` for stdin; null where it was given as text. */
    readonly source: string | null
  }
}

/** Linux takes no longer argument than 128 KiB. */
const MAX_ARGUMENT_BYTES = 100 * 1024

/** A curl, with flags that say what to trust, to be pasted into a POSIX shell, that sends exactly the request which was signed. */
export function curlOf(request: SentByCurl, token: string, signature: string, trust: readonly string[] = []): string {
  const { method, url, body } = request
  const words = ['curl', '-sS', ...trust]
  if (method !== 'GET' || body.bytes.length > 0) words.push('-X', method)
  // Otherwise curl expands [] and {}, and takes `..` for a step up.
  if (/[[\]{}]/.test(url)) words.push('--globoff')
  if (url.includes('/.')) words.push('--path-as-is')
  words.push(quoted(url), '-H', quoted(`X-Token: ${token}`), '-H', quoted(`X-Signature: ${signature}`))
  if (body.bytes.length > 0) words.push('-H', quoted('Content-Type: application/json'), ...bodyWords(body))
  return words.join(' ')
}

function bodyWords({ bytes, source }: SentByCurl['body']): string[] {
  if (source !== null && source !== '-') return ['--data-binary', quoted(`@${source}`)]
  const fits = bytes.length <= MAX_ARGUMENT_BYTES && isUtf8(bytes) && !bytes.includes(0)
  return fits ? ['--data-raw', quoted(Buffer.from(bytes).toString())] : ['--data-binary', '@-']
}

const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`
