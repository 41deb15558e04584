import { isUtf8 } from 'node:buffer'
import { STATUS_CODES } from 'node:http'
import type { HttpBindings } from '@hono/node-server'
import type { Context } from 'hono'
import type * as z from 'zod'
import { readRawBody, TOO_LARGE } from '../../body.ts'
import type { ServerContext } from '../../context.ts'
import { FaultTaken } from '../../faults/faults.ts'
import { isNestedTooDeep, MAX_NESTING } from '../../json.ts'
import { Problem } from '../../problem.ts'
import type { Sandbox } from '../../sandbox/sandbox.ts'
import { SandboxProblem } from '../../sandbox/sandboxes.ts'
import { WorldProblem } from '../../store/world.ts'

/** Room for a world of some ten thousand events. */
const MAX_BODY_BYTES = 64 * 1024 * 1024

/** An error of the control plane: RFC 9457 problem details, and what else a program may want to know of it. */
export const problem = (status: number, detail: string, more: object = {}): Response =>
  new Response(
    JSON.stringify({ type: 'about:blank', title: STATUS_CODES[status] ?? 'Error', status, detail, ...more }),
    {
      status,
      headers: { 'Content-Type': 'application/problem+json' },
    },
  )

const detailOf = (error: z.ZodError): string =>
  error.issues.map(({ path, message }) => (path.length === 0 ? message : `${path.join('.')}: ${message}`)).join('; ')

export const noSuchPath = ({ method, path }: { readonly method: string; readonly path: string }): Response =>
  problem(404, `${method} ${path} is no path of the control plane; the README lists them`)

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
  if (thrown instanceof ControlProblem) return problem(thrown.status, thrown.message)
  if (thrown instanceof SandboxProblem) return problem(thrown.kind === 'taken' ? 409 : 422, thrown.message)
  if (thrown instanceof FaultTaken) return problem(409, thrown.message)
  // What was done could not be kept.
  if (thrown instanceof Problem) return problem(500, thrown.message)
  if (thrown instanceof WorldProblem) return problem(400, thrown.message)
  return problem(500, `A defect of tevo-local, or a client that went away: ${thrown.message}`)
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

/** The body of a request, as JSON; `whenEmpty` stands for none. @throws what becomes a 400, or a 413. */
export async function readJson(c: Context<{ Bindings: HttpBindings }>, whenEmpty?: object): Promise<unknown> {
  const { incoming, outgoing } = c.env
  const raw = await readRawBody(incoming, MAX_BODY_BYTES)
  if (raw === TOO_LARGE) {
    // What is left of it is not read, so nothing else can follow on this connection.
    outgoing.shouldKeepAlive = false
    throw new ControlProblem(413, `The body is larger than the ${MAX_BODY_BYTES} bytes that are taken here`)
  }
  if (raw.length === 0 && whenEmpty !== undefined) return whenEmpty
  const value = jsonOf(raw)
  // A schema would be at the end of its stack before it is at the end of such a value.
  if (isNestedTooDeep(value)) throw new ControlProblem(400, `The body is nested more than ${MAX_NESTING} levels deep`)
  return value
}

function jsonOf(raw: Buffer): unknown {
  if (raw.length === 0) throw new ControlProblem(400, 'The body is no JSON: it is empty')
  if (!isUtf8(raw)) throw new ControlProblem(400, 'The body is not valid UTF-8; send JSON encoded as UTF-8')
  try {
    return JSON.parse(raw.toString('utf8'))
  } catch (cause) {
    throw new ControlProblem(400, `The body is no JSON: ${cause instanceof Error ? cause.message : cause}`)
  }
}

/** What was sent, as its schema has it; @throws what becomes a 400. */
export function parsed<Output>(schema: z.ZodType<Output>, value: unknown): Output {
  const result = schema.safeParse(value)
  if (!result.success) throw new ControlProblem(400, detailOf(result.error))
  return result.data
}

export const badRequest = (detail: string): Error => new ControlProblem(400, detail)
export const notFound = (detail: string): Error => new ControlProblem(404, detail)
export const unprocessable = (detail: string): Error => new ControlProblem(422, detail)
