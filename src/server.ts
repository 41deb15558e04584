import type { AddressInfo, Server as NetServer } from 'node:net'
import { createAdaptorServer } from '@hono/node-server'
import { createApp } from './app.ts'
import type { ServerContext } from './context.ts'

/** Answers under way get this long before their connections are cut; SIGTERM is to be done within a second. */
const DRAIN_TIMEOUT_MS = 500

export interface Listening {
  /** `http://127.0.0.1:8386` */
  readonly url: string
  readonly port: number
  /** Stops taking requests, lets those under way finish, and closes. */
  stop(): Promise<void>
}

/** Listens; port 0 picks a free one. Rejects when the port is in use. */
export function listen(context: ServerContext, host: string, port: number): Promise<Listening> {
  const server = createAdaptorServer({ fetch: createApp(context).fetch, hostname: host })
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      server.off('error', reject)
      const address = server.address()
      if (!isAddress(address)) return reject(new Error('the server has no address'))
      const shownHost = host.includes(':') ? `[${host}]` : host
      resolve({ url: `http://${shownHost}:${address.port}`, port: address.port, stop: () => stop(server) })
    })
  })
}

const isAddress = (address: AddressInfo | string | null): address is AddressInfo =>
  address !== null && typeof address !== 'string'

function stop(server: NetServer): Promise<void> {
  return new Promise((resolve) => {
    const cut = setTimeout(() => 'closeAllConnections' in server && closeAll(server), DRAIN_TIMEOUT_MS)
    server.close(() => {
      clearTimeout(cut)
      resolve()
    })
    if (isHttp(server)) server.closeIdleConnections()
  })
}

interface HttpServer extends NetServer {
  closeAllConnections(): void
  closeIdleConnections(): void
}
const isHttp = (server: NetServer): server is HttpServer => 'closeIdleConnections' in server
const closeAll = (server: NetServer) => isHttp(server) && server.closeAllConnections()
