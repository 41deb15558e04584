import type { Server as PlainServer, RequestListener, ServerOptions } from 'node:http'
import { createServer } from 'node:https'
import type { Socket } from 'node:net'
import type { KeyPair } from '../options/certificate.ts'
import { codeOf, messageOf, Problem } from '../problem.ts'
import { noteCarrier } from './carrier.ts'

const PLAIN_HTTP = 'ERR_SSL_HTTP_REQUEST'
const SAID = 'This port speaks HTTPS: write https:// in the URL, or start the server without a certificate.\n'
const TO_PLAIN_HTTP = [
  'HTTP/1.1 400 Bad Request',
  'Content-Type: text/plain; charset=utf-8',
  `Content-Length: ${SAID.length}`,
  'Connection: close',
  '',
  SAID,
].join('\r\n')

export interface SecureServer {
  readonly server: PlainServer
  /** Cuts every connection, those too whose handshake is not done: Node knows nothing of them. */
  cutAll(): void
}

/** A server that speaks HTTPS. Throws a Problem for a certificate or key that OpenSSL refuses. */
export function secureServer(pair: KeyPair, options: ServerOptions, listener: RequestListener): SecureServer {
  const open = new Map<string, Socket>()
  const server = made(pair, options, listener)
  server.on('connection', (carrier: Socket) => {
    const peer = peerOf(carrier)
    open.set(peer, carrier)
    carrier.once('close', () => open.delete(peer))
  })
  server.on('secureConnection', (socket) => {
    const carrier = open.get(peerOf(socket))
    if (carrier !== undefined) noteCarrier(socket, carrier)
  })
  // Node would have it answered as a request that cannot be read, on a connection on which nothing can be said.
  server.removeAllListeners('tlsClientError')
  server.on('tlsClientError', (problem, socket) => {
    const carrier = open.get(peerOf(socket))
    if (carrier?.writable && codeOf(problem) === PLAIN_HTTP) carrier.end(TO_PLAIN_HTTP)
    else socket.destroy()
  })
  return {
    server,
    cutAll: () => {
      for (const carrier of open.values()) carrier.destroy()
    },
  }
}

/** No two connections of a server have the same. */
const peerOf = ({ remoteAddress, remotePort, localAddress }: Socket): string =>
  `${remoteAddress} ${remotePort} ${localAddress}`

function made({ cert, key }: KeyPair, options: ServerOptions, listener: RequestListener) {
  try {
    // A handshake may take as long as the head of a request.
    return createServer({ ...options, handshakeTimeout: options.headersTimeout, cert, key }, listener)
  } catch (problem) {
    throw new Problem(
      `the certificate cannot be used: ${messageOf(problem)}; make another with tevo-local certs, and give both its files`,
    )
  }
}
