import type { World } from '../../src/store/world.ts'
import { serve, type TestServer } from '../harness.ts'
import type { Received } from '../http.ts'
import { textOfPages } from '../pdf/fixtures.ts'
import { type Blanks, type PrintedRequest, printedCommands, readCommand, signatureOf } from './printed.ts'

/** The time that document 002 prints for its order. */
export const PRINTED_TIME = '2017-03-21T20:28:41Z'

export interface DocumentServer extends TestServer {
  /** Sends a request as it is printed, signed with the secret of a credential. */
  replay(request: PrintedRequest, as?: string): Promise<Received>
  /** The same from the PHP client: over plain http the scheme stays in what it signs (tevo-api.md §1.3). */
  replayPhp(request: PrintedRequest): Promise<Received>
  /** Sends the nth command of a document, counted from 1. */
  command(file: string, nth: number, blanks?: Blanks, as?: string): Promise<Received>
}

/** A fresh default world, or another one, that no other variant of a document has used. */
export async function freshWorld(world?: World): Promise<DocumentServer> {
  const server = await serve({ clock_ms: Date.parse(PRINTED_TIME), ...(world === undefined ? {} : { world }) })
  const { host } = new URL(server.url)
  const send = (request: PrintedRequest, as: string, signedHost: string) => {
    const { token, secret } = server.keysOf(as)
    const headers = { ...request.headers, 'X-Token': token, 'X-Signature': signatureOf(request, signedHost, secret) }
    return server.call(request.method, request.target, { as, headers, body: request.body })
  }
  const replay = (request: PrintedRequest, as = 'website') => send(request, as, host)
  const replayPhp = (request: PrintedRequest) => send(request, 'website', `http://${host}`)
  const command = (file: string, nth: number, blanks: Blanks = {}, as = 'website') => {
    const printed = printedCommands(file)[nth - 1]
    if (printed === undefined) throw new Error(`${file} has no command ${nth}`)
    return replay(readCommand(printed, blanks), as)
  }
  return Object.assign(server, { replay, replayPhp, command })
}

/** The text of each page in the answer of `print_etickets`. */
export const printedPages = (answer: Received): Promise<string[]> =>
  textOfPages(Buffer.from(answer.body.etickets, 'base64'))
