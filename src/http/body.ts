import type { IncomingMessage } from 'node:http'

/** A body over the limit: it is not read to its end. */
export const TOO_LARGE: unique symbol = Symbol('too large')

/** A larger body is put together as it comes: to do so at its end takes 30 ms for 32 MiB. */
const LARGE_BYTES = 2 * 1024 * 1024

const EMPTY = Buffer.alloc(0)

/** Whether a request says that a body comes with it. */
export function hasBody({ headers }: IncomingMessage): boolean {
  const { 'content-length': length, 'transfer-encoding': encoding } = headers
  return encoding !== undefined || (length !== undefined && length !== '0')
}

/** The raw bytes of a request's body. */
export function readRawBody(
  incoming: IncomingMessage,
  limit_bytes: number,
): Promise<Buffer | typeof TOO_LARGE> | Buffer {
  if (!hasBody(incoming)) return EMPTY
  const { 'content-length': length } = incoming.headers
  if (Number(length) > limit_bytes) return Promise.resolve(TOO_LARGE)
  return new Promise((resolve, reject) => {
    const whole = Number(length) > LARGE_BYTES ? Buffer.allocUnsafeSlow(Number(length)) : null
    const chunks: Buffer[] = []
    let bytes = 0
    incoming.on('data', (chunk: Buffer) => {
      whole?.set(chunk, bytes)
      bytes += chunk.length
      if (bytes > limit_bytes) {
        incoming.removeAllListeners('data').pause()
        resolve(TOO_LARGE)
      } else if (whole === null) chunks.push(chunk)
    })
    incoming.on('end', () =>
      resolve(whole ?? (chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks))),
    )
    incoming.on('error', reject)
    // It comes after every request, and to make an error for each takes as long as to check its signature.
    incoming.on('close', () => {
      if (!incoming.complete) reject(new Error('the client went away'))
    })
  })
}

/** A body that is not the HTTP that was announced: the message says in words what is wrong. */
export class UnreadableBody extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message)
  }
}
