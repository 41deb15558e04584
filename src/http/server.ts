import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerOptions,
  type ServerResponse,
} from 'node:http'
import type { AddressInfo } from 'node:net'
import { getRequestListener, RequestError } from '@hono/node-server'
import type { KeyPair } from '../options/certificate.ts'
import { codeOf, Problem } from '../problem.ts'
import { createApp } from './app.ts'
import type { ServerContext } from './context.ts'
import { noteRequest } from './resends.ts'
import { answerUnreadable, KnownHosts, noteHead, refuseUnservable, whyHost, whyUrl } from './unreadable.ts'

/** Answers under way get this long before their connections are cut; SIGTERM is to be done within a second. */
const DRAIN_TIMEOUT_MS = 500
/** How soon a connection is closed whose answer has gone out while the server stops: it would be kept alive. */
const SWEEP_INTERVAL_MS = 10

export interface ListenOptions {
  readonly host: string
  /** 0 picks a free one. */
  readonly port: number
  /** Puts Hono's faster Request and Response in place of Node's, for everything in this process. */
  readonly replaceGlobals: boolean
  /** Whether the process goes on while it listens. */
  readonly isKeptAlive: boolean
  /** With it, it speaks HTTPS. */
  readonly tls: KeyPair | undefined
  readonly clients: ClientLimits
}

/** What clients may take of a server before it knows who they are. */
export interface ClientLimits {
  /** One more is closed as it comes. */
  readonly maxConnections: number
  /** For the head of a request, and for the head and the body: whoever takes longer gets a 408. */
  readonly headTimeout_ms: number
  readonly requestTimeout_ms: number
}

export const CLIENT_LIMITS: ClientLimits = { maxConnections: 5_000, headTimeout_ms: 10_000, requestTimeout_ms: 60_000 }

/** How often connections are looked at for what takes too long. */
const LOOK_INTERVAL_MS = 500

export interface Listening {
  /** Where a client on this machine reaches it: `http://127.0.0.1:8386`, or `https://…`. */
  readonly url: string
  readonly port: number
  /** Stops taking requests, lets those under way finish within half a second, and closes. */
  stop(): Promise<void>
}

/** Serves. Rejects with a Problem when it cannot listen there. */
export async function listen(context: ServerContext, options: ListenOptions): Promise<Listening> {
  const { host, replaceGlobals, tls } = options
  /** The request whose URL is made at this moment: node-server does not say which one it could make none of. */
  let coming: { readonly incoming: IncomingMessage; readonly outgoing: ServerResponse } | undefined
  const listener = getRequestListener(createApp(context).fetch, {
    hostname: host,
    overrideGlobalObjects: replaceGlobals,
    errorHandler: (problem) => {
      if (coming === undefined || !(problem instanceof RequestError)) throw problem
      refuseUnservable(context, coming.incoming, coming.outgoing, whyUrl(problem, coming.incoming))
    },
  })
  const { maxConnections, headTimeout_ms, requestTimeout_ms } = options.clients
  const timeouts = {
    headersTimeout: Math.min(headTimeout_ms, requestTimeout_ms),
    requestTimeout: requestTimeout_ms,
    connectionsCheckingInterval: LOOK_INTERVAL_MS,
  }
  const knownHosts = new KnownHosts()
  const here = (incoming: IncomingMessage, outgoing: ServerResponse) => {
    coming = { incoming, outgoing }
    return listener(incoming, outgoing)
  }
  const passing = await passingOf(context, here)
  const serve = (incoming: IncomingMessage, outgoing: ServerResponse) => {
    passing?.receive(incoming)
    noteRequest(incoming)
    noteHead(incoming, outgoing)
    const why = whyHost(incoming, knownHosts)
    if (why !== null) return refuseUnservable(context, incoming, outgoing, why)
    return passing === undefined ? here(incoming, outgoing) : passing.serve(incoming, outgoing)
  }
  // Node would refuse a request without a Host by itself, without a word.
  const { server, scheme, cutAll } = await serverFor(tls, { ...timeouts, requireHostHeader: false }, serve)
  server.maxConnections = maxConnections
  // RFC 9110, 10.1.1: an expectation that nobody knows may be passed over. Node would refuse it, without a word too.
  server.on('checkExpectation', serve)
  answerUnreadable(server, context)
  context.figures.connections = () =>
    new Promise((resolve) => server.getConnections((problem, count) => resolve(problem === null ? count : 0)))
  if (passing !== undefined) server.once('close', () => passing.close())
  if (!options.isKeptAlive) letGo(server)
  return listenOn(server, options, scheme, cutAll)
}

/** Loaded where several processes serve one TEvo: the only one never asks whose a request is. */
const passingOf = async ({ several, figures }: ServerContext, here: RequestListener) =>
  several === undefined ? undefined : new (await import('./pass-on.ts')).PassOn(several, figures, here)

interface Made {
  readonly server: Server
  readonly scheme: Scheme
  /** Cuts every connection; Node does it where this is left out. */
  readonly cutAll?: () => void
}

async function serverFor(tls: KeyPair | undefined, options: ServerOptions, serve: RequestListener): Promise<Made> {
  if (tls === undefined) return { server: createServer(options, serve), scheme: 'http' }
  // Only with a certificate: TLS costs its share of a start.
  const { secureServer } = await import('./secure.ts')
  return { ...secureServer(tls, options, serve), scheme: 'https' }
}

type Scheme = 'http' | 'https'

/** Neither the server nor a connection of it keeps the process alive: what waits for an answer does that itself. */
function letGo(server: Server): void {
  server.unref()
  server.on('connection', (socket) => socket.unref())
}

/** Lets a server listen. Rejects with a Problem when it cannot. */
export function listenOn(
  server: Server,
  { host, port }: Pick<ListenOptions, 'host' | 'port'>,
  scheme: Scheme = 'http',
  cutAll: () => void = () => server.closeAllConnections(),
): Promise<Listening> {
  return new Promise((resolve, reject) => {
    server.on('error', (problem) => reject(listenProblem(problem, host, port)))
    server.listen(port, host, () => {
      const address = server.address()
      if (!isAddress(address)) return reject(new Error(`the server listens on ${address}, which is not a port`))
      let stopped: Promise<void> | undefined
      resolve({
        url: `${scheme}://${reachable(host)}${address.port === USUAL_PORTS[scheme] ? '' : `:${address.port}`}`,
        port: address.port,
        stop: () => {
          stopped ??= stop(server, cutAll)
          return stopped
        },
      })
    })
  })
}

/** A URL with one of these leaves it out, and so does the `Host` that a client sends and signs. */
const USUAL_PORTS: { readonly [Name in Scheme]: number } = { http: 80, https: 443 }

const isAddress = (address: AddressInfo | string | null): address is AddressInfo =>
  address !== null && typeof address !== 'string'

/** A server that listens on every address of the machine is reached on the loopback one. */
function reachable(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1'
  if (host === '::') return '[::1]'
  return host.includes(':') ? `[${host}]` : host
}

function stop(server: Server, cutAll: () => void): Promise<void> {
  return new Promise((resolve) => {
    const sweep = setInterval(() => server.closeIdleConnections(), SWEEP_INTERVAL_MS)
    const cut = setTimeout(cutAll, DRAIN_TIMEOUT_MS)
    server.close(() => {
      clearInterval(sweep)
      clearTimeout(cut)
      resolve()
    })
  })
}

function listenProblem(problem: unknown, host: string, port: number): Problem {
  const code = codeOf(problem)
  switch (code) {
    case 'EADDRINUSE':
      return new Problem(
        `port ${port} of ${host} is in use; stop the program that has it, or give another port (0 picks a free one)`,
      )
    case 'EACCES':
      return new Problem(`port ${port} of ${host} may not be used by this user; give a port from 1024 on`)
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return new Problem(
        `${host} is not an address of this machine: give one that is, such as 127.0.0.1 or, for all of them, 0.0.0.0`,
      )
    default:
      return new Problem(`cannot listen on ${host}, port ${port}: ${code}; give another host or port`)
  }
}
