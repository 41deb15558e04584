import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { messageOf } from '../problem.ts'
import type { Owner, Ownership } from '../sandbox/ownership.ts'
import { isBrowsersOwn, isRead, isRoot, sandboxNamed } from './addressed.ts'
import { isSecure } from './carrier.ts'
import type { Several } from './context.ts'
import type { Figures } from './figures.ts'
import { inItsDialect, isOfControlPlane, type OwnReply, sendOwn } from './own-reply.ts'
import { OwnerConnections, Unreachable } from './owner-connections.ts'
import { markOf, NOT_MINE, passedOn, takeMark, wordOf } from './passed-on.ts'
import { type Outcome, type Passed, relay, toPass } from './relay.ts'
import { isFirstRequest } from './resends.ts'

/** Where nobody says how long it takes. */
const RETRY_AFTER_S = 1

const DOES_NOT_ANSWER = 'the process that has it does not answer'
const MAY_STILL_DO_IT = 'the process that has it does not answer, and may still do what was asked'
const CHANGES_HANDS = 'it changes hands'

type Here = (incoming: IncomingMessage, outgoing: ServerResponse) => unknown

/** A request of somebody: to look up again whose it is. */
type Whose = () => Owner | undefined | Promise<Owner | undefined>

/** Serves what is of this process, and passes on what is of another one. */
export class PassOn {
  readonly #ownership: Ownership
  readonly #word: string
  readonly #figures: Figures
  readonly #here: Here
  readonly #connections = new OwnerConnections()
  /** Of connections on which requests wait: when the last of them has been taken. */
  readonly #waiting = new WeakMap<Socket, Promise<unknown>>()

  constructor({ ownership, secret }: Several, figures: Figures, here: Here) {
    this.#ownership = ownership
    this.#word = wordOf(secret)
    this.#figures = figures
    this.#here = here
  }

  close(): void {
    this.#connections.close()
  }

  /** Before anything else reads a request: takes out what another process has written into it. */
  receive(incoming: IncomingMessage): void {
    takeMark(incoming, this.#word)
  }

  serve(incoming: IncomingMessage, outgoing: ServerResponse): void {
    const isPassedOn = passedOn(incoming) !== undefined
    const whose = whoseIs(this.#ownership, incoming)
    const { socket } = incoming
    const before = this.#waiting.get(socket)
    if (before === undefined) {
      const owner = whose()
      if (!(owner instanceof Promise) && (owner === undefined || owner.kind === 'mine')) {
        this.#serveHere(incoming, outgoing, isPassedOn)
        return
      }
    }
    // Requests that follow one another on a connection come to their sandboxes in that order.
    const later = (before ?? Promise.resolve())
      .then(() => this.#serveLater(incoming, outgoing, whose, isPassedOn))
      .catch(() => socket.destroy())
      .finally(() => {
        if (this.#waiting.get(socket) === later) this.#waiting.delete(socket)
      })
    this.#waiting.set(socket, later)
  }

  #serveHere(incoming: IncomingMessage, outgoing: ServerResponse, isPassedOn: boolean): void {
    if (isPassedOn) tellThatItIsTaken(incoming, outgoing)
    this.#here(incoming, outgoing)
  }

  /** Resolves when somebody has taken it. */
  async #serveLater(incoming: IncomingMessage, outgoing: ServerResponse, whose: Whose, isPassedOn: boolean) {
    let passed: Passed | undefined
    const tried = new Set<string>()
    let why = DOES_NOT_ANSWER
    for (;;) {
      const owner = await found(whose)
      if (incoming.socket.destroyed) return
      if (owner === undefined || owner.kind === 'mine') {
        // Its body is on its way to one who did not take it.
        if (passed?.body !== undefined) break
        return this.#serveHere(incoming, outgoing, isPassedOn)
      }
      if (owner.kind === 'nobody') return this.#refuse(incoming, outgoing, owner)
      // It has come by a process already, which asks again whose it is.
      if (isPassedOn) return sendOwn(outgoing, inItsDialect(incoming.url ?? '', NOT_MINE, 'Its sandbox is not here'))
      if (tried.has(owner.process)) break
      tried.add(owner.process)
      try {
        const outcome = await this.#passTo(owner.url, async () => {
          passed ??= await toPass(incoming, outgoing, this.#markOf(incoming))
          return passed
        })
        if (outcome === 'taken') {
          this.#figures.passedOn += 1
          return
        }
        // It is there, and has given the sandbox away.
        if (outcome === 'not-mine') {
          why = CHANGES_HANDS
          this.#ownership.forget(owner.process)
          continue
        }
        // It may still do it: another one is not to do it as well.
        if (outcome === 'late' && !isRead(incoming)) {
          why = MAY_STILL_DO_IT
          this.#ownership.doubt(owner.process)
          break
        }
      } catch (problem) {
        if (!(problem instanceof Unreachable)) throw problem
        why = `${DOES_NOT_ANSWER} (${problem.message})`
      }
      this.#ownership.doubt(owner.process)
    }
    this.#refuse(incoming, outgoing, { why, retry_after_s: RETRY_AFTER_S })
  }

  #markOf(incoming: IncomingMessage): string {
    return markOf(this.#word, { isFirst: isFirstRequest(incoming), isSecure: isSecure(incoming.socket) })
  }

  /** What that process says to it. @throws Unreachable */
  async #passTo(url: string, toPass: () => Promise<Passed>): Promise<Outcome> {
    for (let connection = await this.#connections.take(url); ; connection = await this.#connections.fresh(url)) {
      const { isUsed } = connection
      const giveBack = () => this.#connections.giveBack(url, connection)
      const outcome = await relay(await toPass(), connection, giveBack)
      // It was closed while nobody used it.
      if (outcome === 'not-taken' && isUsed) continue
      return outcome
    }
  }

  #refuse(incoming: IncomingMessage, outgoing: ServerResponse, { why, retry_after_s }: Refusal): void {
    this.#figures.notTaken += 1
    if (outgoing.headersSent || incoming.socket.destroyed) return
    if (!incoming.complete) outgoing.shouldKeepAlive = false
    const reply = inItsDialect(
      incoming.url ?? '',
      503,
      `Nobody serves this sandbox just now: ${why}. Ask again in ${retry_after_s} s`,
    )
    sendOwn(outgoing, withRetryAfter(reply, retry_after_s))
  }
}

/**
 * To the process that passed it on. Of what may change something it knows so before anything is done: were it told
 * afterwards, a process that is killed in between would have done what another one then does again. To a read the answer
 * that comes at once goes with it, in one piece.
 */
function tellThatItIsTaken(incoming: IncomingMessage, outgoing: ServerResponse): void {
  if (!isRead(incoming)) {
    outgoing.writeProcessing()
    return
  }
  const { socket } = incoming
  socket.cork()
  outgoing.writeProcessing()
  setImmediate(() => socket.uncork())
}

interface Refusal {
  readonly why: string
  readonly retry_after_s: number
}

const withRetryAfter = (reply: OwnReply, retry_after_s: number): OwnReply => ({
  ...reply,
  headers: { ...reply.headers, 'Retry-After': String(retry_after_s) },
})

async function found(whose: Whose): Promise<Owner | undefined> {
  try {
    return await whose()
  } catch (problem) {
    return { kind: 'nobody', why: messageOf(problem), retry_after_s: RETRY_AFTER_S }
  }
}

const OF_SANDBOX = /^(?:https?:\/\/[^/]*)?\/_local\/(?:sandboxes|ui)\/(?<name>[^/?#]+)/i

/** Undefined: any process answers it. */
function whoseIs(ownership: Ownership, incoming: IncomingMessage): Whose {
  const { url = '/', headers } = incoming
  if (isOfControlPlane(url)) {
    const name = OF_SANDBOX.exec(url)?.groups?.name
    return name === undefined ? () => undefined : () => ownership.ofName(decoded(name))
  }
  const { 'x-token': token } = headers
  // A browser sees the orders of `default` there.
  if (isRoot(incoming)) return token === undefined ? () => ownership.ofName('default') : () => undefined
  if (isBrowsersOwn(incoming)) return () => undefined
  if (typeof token === 'string') return () => ownership.ofToken(token)
  const name = sandboxNamed(headers)
  return async () => (name === undefined ? undefined : await ownership.ofName(name)) ?? ownership.ofToken(undefined)
}

function decoded(name: string): string {
  try {
    return decodeURIComponent(name)
  } catch {
    return name
  }
}
