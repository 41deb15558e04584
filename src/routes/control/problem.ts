import { isUtf8 } from 'node:buffer'
import { STATUS_CODES } from 'node:http'
import type { HttpBindings } from '@hono/node-server'
import type { Context } from 'hono'
import type * as z from 'zod'
import { FaultTaken } from '../../faults/faults.ts'
import { readRawBody, TOO_LARGE, UnreadableBody } from '../../http/body.ts'
import type { ServerContext } from '../../http/context.ts'
import { type Excess, excessIn, type JsonLimits, MAX_ENTRIES, MAX_NESTING, whyNotJson } from '../../json.ts'
import { inPlainWords } from '../../plain-words.ts'
import { ClockProblem } from '../../sandbox/clock.ts'
import { AnotherLife } from '../../sandbox/lives.ts'
import type { Sandbox } from '../../sandbox/sandbox.ts'
import { SandboxProblem } from '../../sandbox/sandbox-problem.ts'
import { cut, wrongs } from '../../shorten.ts'
import { NotKept } from '../../store/log.ts'
import { WorldProblem } from '../../store/world.ts'

/** Room for a world of some ten thousand events. */
const MAX_BODY_BYTES = 64 * 1024 * 1024

/** What a body has where no world is in it. */
const PLAIN: JsonLimits = { entries: MAX_ENTRIES }
/** Where a world may be in it, whose tables are below so many levels. */
export const withWorld = (below: number): JsonLimits => ({
  entries: 5_000_000,
  keys: 10_000,
  elements: { count: 100_000, below },
})

/** A sentence of a problem is cut here: what was sent may be in it, which may be of any length. */
const MAX_DETAIL_CHARS = 8_000

/** An error of the control plane: RFC 9457 problem details, and what else a program may want to know of it. */
export const problem = (status: number, detail: string, more: object = {}): Response =>
  new Response(problemText(status, detail, more), { status, headers: PROBLEM_HEADERS })

export const PROBLEM_HEADERS = { 'Content-Type': 'application/problem+json' } as const

export const problemText = (status: number, detail: string, more: object = {}): string =>
  JSON.stringify({
    type: 'about:blank',
    title: STATUS_CODES[status] ?? 'Error',
    status,
    detail: cut(detail, MAX_DETAIL_CHARS),
    ...more,
  })

/** It may be done a moment later. */
function unavailable(detail: string): Response {
  const response = problem(503, detail)
  response.headers.set('Retry-After', '1')
  return response
}

export const noSuchPath = ({ method, path }: { readonly method: string; readonly path: string }): Response =>
  problem(404, `${method} ${path} is not a path of the control plane: docs/reference/control-plane.md lists them`)

/** A request to the control plane that cannot be done. */
class ControlProblem extends Error {
  constructor(
    readonly status: number,
    detail: string,
  ) {
    super(detail)
  }
}

/** The answer to whatever a handler of the control plane throws. */
export function answerProblem(thrown: Error): Response {
  const { status, detail } = whatIsWrong(thrown)
  return thrown instanceof NotKept ? unavailable(detail) : problem(status, detail)
}

/** What a handler of the control plane has thrown, in words. */
export function whatIsWrong(thrown: Error): { readonly status: number; readonly detail: string } {
  const detail = thrown.message
  if (thrown instanceof UnreadableBody) return { status: thrown.status, detail }
  if (thrown instanceof ControlProblem) return { status: thrown.status, detail }
  if (thrown instanceof SandboxProblem) return { status: thrown.kind === 'unfit' ? 422 : 409, detail }
  if (thrown instanceof ClockProblem) return { status: 422, detail }
  if (thrown instanceof AnotherLife) return { status: 409, detail }
  if (thrown instanceof FaultTaken) return { status: 409, detail }
  if (thrown instanceof NotKept) return { status: 503, detail }
  if (thrown instanceof WorldProblem) return { status: 400, detail }
  return { status: 500, detail: `A defect of tevo-local, or a client that went away: ${detail}` }
}

/** The sandbox that the path names; @throws what becomes a 404. */
export function sandboxOf(
  context: ServerContext,
  c: { readonly req: { param(name: string): string | undefined } },
): Sandbox {
  const name = c.req.param('name') ?? ''
  const sandbox = context.sandboxes.get(name)
  if (sandbox === undefined) throw new ControlProblem(404, `There is no sandbox "${name}"`)
  return sandbox
}

interface Reading {
  /** Stands for no body. */
  readonly whenEmpty?: object
  readonly limits?: JsonLimits
}

/** The body of a request, as JSON. @throws what becomes a 400, or a 413. */
export async function readJson(
  c: Context<{ Bindings: HttpBindings }>,
  { whenEmpty, limits = PLAIN }: Reading = {},
): Promise<unknown> {
  const { incoming, outgoing } = c.env
  const raw = await readRawBody(incoming, MAX_BODY_BYTES)
  if (raw === TOO_LARGE) {
    // What is left of it is not read, so nothing else can follow on this connection.
    outgoing.shouldKeepAlive = false
    throw new ControlProblem(413, `The body is larger than the ${MAX_BODY_BYTES} bytes that are taken here`)
  }
  if (raw.length === 0 && whenEmpty !== undefined) return whenEmpty
  return jsonOf(raw, limits)
}

const TOO_MUCH: { readonly [Kind in Excess]: (limits: JsonLimits) => string } = {
  // A schema would be at the end of its stack before it is at the end of such a value.
  nesting: () => `is nested more than ${MAX_NESTING} levels deep`,
  entries: ({ entries }) => `has more than ${entries} list elements and keys in all`,
  keys: ({ keys }) => `has an object of more than ${keys} keys`,
  elements: ({ elements }) => `has a list of more than ${elements?.count} elements in a record`,
}

function jsonOf(raw: Buffer, limits: JsonLimits): unknown {
  const excess = excessIn(raw, limits)
  if (excess !== null) throw new ControlProblem(400, `The body ${TOO_MUCH[excess](limits)}`)
  if (raw.length === 0) throw new ControlProblem(400, 'The body is not JSON: it is empty')
  if (!isUtf8(raw)) throw new ControlProblem(400, 'The body is not valid UTF-8; send JSON encoded as UTF-8')
  try {
    return JSON.parse(raw.toString('utf8'))
  } catch (cause) {
    throw new ControlProblem(400, `The body is not JSON: ${whyNotJson(cause)}`)
  }
}

/** What was sent, as its schema has it; @throws what becomes a 400. */
export function parsed<Output>(schema: z.ZodType<Output>, value: unknown): Output {
  const result = schema.safeParse(value, { error: inPlainWords })
  if (!result.success) throw new ControlProblem(400, wrongs(result.error.issues))
  return result.data
}

/** Whether a part of a path is an id, as all records have them. */
export const isId = (text: string): boolean => /^[1-9]\d{0,14}$/.test(text)

export const badRequest = (detail: string): Error => new ControlProblem(400, detail)
export const notFound = (detail: string): Error => new ControlProblem(404, detail)
