import { hash } from 'node:crypto'
import type * as z from 'zod'
import { CALLS, problemsOf } from '../scripts/openapi/control-plane.ts'
import { answered } from '../scripts/openapi/control-shapes.ts'
import { matchOperation } from '../src/routes/router.ts'
import { refusalShape } from '../src/wire/refusals.ts'
import type { Received } from './http.ts'

/** Every answer of every test is one of those that the OpenAPI documents have: they are made of the same schemas. */

/** A refusal of ten thousand entries says one thing ten thousand times. */
const MAX_LOOKED_AT_CHARS = 200_000

/** The answers that were looked at already: it takes a while, and a page of events is the same each time. */
const looked = new Set<string>()

/** What a fault has made of an answer is no answer of TEvo's. */
export function checkAnswer(method: string, target: string, received: Received): void {
  const { operation } = matchOperation(method, target)
  const isOfFault = received.headers['x-tevo-local']?.includes('fault') === true
  if (!operation?.emulated || received.body === undefined || isOfFault) return
  const { status } = received
  check(operation.id, received, () =>
    status === operation.status ? operation.output() : refusalShape(operation, status),
  )
}

const controlCalls = Object.entries(CALLS).map(([call, spec]) => {
  const [method = '', path = ''] = call.split(' ')
  return {
    call,
    method,
    path,
    spec,
    pattern: new RegExp(`^${path.replaceAll('.', '\\.').replaceAll(/:\w+/g, '[^/]+')}$`),
  }
})
// `requests/next` is more than some `requests/:id`.
controlCalls.sort((one, other) => one.path.split(':').length - other.path.split(':').length)

export function checkControlAnswer(method: string, target: string, received: Received): void {
  const [path = ''] = target.split('?')
  const first = controlCalls.find(({ pattern }) => pattern.test(path))
  const found = controlCalls.find((each) => each.method === method && each.path === first?.path)
  if (found === undefined || received.body === undefined) return
  const { status } = received
  check(found.call, received, () => {
    const shape = found.spec.answers[status]
    if (shape !== undefined && shape !== null) return answered[shape]()
    if (problemsOf(found.path, found.spec).includes(status)) return answered.Problem()
    throw new Error(`${found.call} is not said to answer ${status}: scripts/openapi/control-plane.ts`)
  })
}

function check(name: string, { status, body, text }: Received, shapeOf: () => z.ZodType | undefined): void {
  if (text.length > MAX_LOOKED_AT_CHARS) return
  const answer = hash('sha1', `${name} ${status} ${text}`)
  if (looked.has(answer)) return
  looked.add(answer)
  const result = shapeOf()?.safeParse(body)
  if (result?.success === false)
    throw new Error(
      `${name} answered ${status} in another shape than it declares: ${text.slice(0, 500)}: ${JSON.stringify(result.error.issues, null, 1)}`,
    )
}
