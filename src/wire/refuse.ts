import { type JsonAnswer, json } from '../answer.ts'
import type { BodySchema, Operation, RawEntry } from '../operation.ts'
import type { Caller } from '../rules/caller.ts'
import { type FieldErrors, Refusal, refusalIn, sentenceOf } from '../rules/refusal.ts'
import type { Reader } from '../store/state.ts'
import { codedAnswer, codedErrors, pairAnswer, refusalAnswer, SERVER_FAULT, unprocessableAnswer } from './errors.ts'
import { InvalidBody, rawEntries } from './input.ts'
import type { SentBody } from './sent-body.ts'

interface RefusedRequest {
  readonly read: Reader
  readonly caller: Caller
  readonly params: { readonly [name: string]: string }
  readonly operation: Operation
  readonly body: SentBody
}

/** TEvo's answer to a request that a schema or a rule refused. */
export function refuse(problem: unknown, request: RefusedRequest): JsonAnswer {
  try {
    if (request.operation.refusesWithCodes === true) return refuseWithCodes(problem)
    if (problem instanceof InvalidBody) return invalidAnswer(request, problem.entries, problem.errors)
    const refusal = refusalIn(problem)
    if (refusal === null) return SERVER_FAULT
    const { reason } = refusal
    const pair = request.operation.refusesInPairs ? pairAnswer(reason) : null
    if (pair !== null) return pair
    if (reason.kind !== 'invalid') return refusalAnswer(reason)
    const entries = rawEntries(request.operation.input?.().body, request.body)
    if (entries.length === 0) return refusalAnswer(reason)
    const errors = entries.map((_, nth) => (nth === reason.entry ? reason.errors : null))
    return invalidAnswer(request, entries, errors)
  } catch (second) {
    // An echo looks its record up; where that is missing, the answer says so.
    return second instanceof Refusal ? refusalAnswer(second.reason) : SERVER_FAULT
  }
}

function refuseWithCodes(problem: unknown): JsonAnswer {
  if (problem instanceof InvalidBody) return codedErrors(problem.errors[0] ?? {})
  const refusal = refusalIn(problem)
  return refusal === null ? SERVER_FAULT : codedAnswer(refusal.reason)
}

/** RB-fix clients/create.yml and update_fail.yml: the entries, or the record, with their `errors`. */
function invalidAnswer(
  { operation, read, caller, params }: RefusedRequest,
  entries: readonly RawEntry[],
  errors: readonly (FieldErrors | null)[],
): JsonAnswer {
  const schema = operation.input?.().body
  const isAction = schema?.kind === 'flat' && operation.echo === undefined
  if (schema === undefined || schema.kind === 'envelope' || isAction)
    return unprocessableAnswer(sentenceOf(errors[0] ?? {}))
  const echo = (entry: RawEntry) => operation.echo?.({ read, caller, params, entry }) ?? plainEcho(schema, entry)
  const echoed = entries.map((entry, nth) => ({ ...echo(entry), ...(errors[nth] && { errors: errors[nth] }) }))
  return json(422, schema.kind === 'batch' ? { [schema.key]: echoed } : (echoed[0] ?? {}))
}

/** The entry as it was understood: its declared plain fields, an empty string as null. */
function plainEcho(schema: BodySchema, entry: RawEntry): object {
  const declared = 'shape' in schema.entry.def ? Object.keys(Object(schema.entry.def.shape)) : []
  const fields = declared.flatMap((field) => {
    const value = entry[field]
    if (value === undefined || (typeof value === 'object' && value !== null)) return []
    return [[field, value === '' ? null : value]]
  })
  return { id: null, ...Object.fromEntries(fields), updated_at: null }
}
