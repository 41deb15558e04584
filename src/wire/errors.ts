import type * as z from 'zod'
import { type JsonAnswer, json } from '../answer.ts'
import { counted, wrongType } from '../plain-words.ts'
import { GENERAL_ERROR } from '../rules/order-refusals.ts'
import { type FieldErrors, type RefusalReason, sentenceOf } from '../rules/refusal.ts'
import type { NamedRefusal } from '../store/words.ts'

// RB-fix core/connection.yml, clients.yml, accounts.yml: recorded to the letter.
export const UNAUTHORIZED = json(401, { error: 'Unauthorized' })
export const WRONG_SIGNATURE = json(401, {
  error: 'Your signature is incorrect. Please ensure you are generating it correctly',
})
export const NO_SUCH_ENDPOINT = json(404, {
  error: "The endpoint you requested doesn't exist. You may have mistyped the address or the resource may have moved.",
})
/** 503 where the Ruby client documents one for being too fast, and for an outage. */
const UNAVAILABLE = json(503, { error: 'Service Unavailable' }, { 'Retry-After': '5' })
export const SERVER_FAULT = json(500, { error: 'Error' })

const badRequest = (message: string) => json(400, { error: message })
export const unprocessableAnswer = (message: string) => json(422, { error: message })

export const rateLimited = (status: number, retry_after_s: number) =>
  json(
    status,
    { error: `Rate limit exceeded. Please retry in ${retry_after_s} seconds` },
    { 'Retry-After': String(retry_after_s) },
  )

export const tooLarge = (limit_bytes: number) =>
  json(413, { error: `The request body is larger than the ${limit_bytes} bytes that are taken here` })

const CHANGED_MEANWHILE = 'The record was changed by other requests at the same time; try again'

/**
 * W:1666678785: an order that is refused as a whole is answered with an array of a class and a message. The page shows
 * some causes; for all others the class is the general one. Null: it is not refused as a whole.
 */
export function pairAnswer(reason: RefusalReason): JsonAnswer | null {
  switch (reason.kind) {
    case 'order-refused':
      return json(422, [reason.code, reason.message])
    case 'unprocessable':
      return json(422, [GENERAL_ERROR, reason.message])
    case 'stale':
      return json(422, [GENERAL_ERROR, CHANGED_MEANWHILE])
    default:
      return null
  }
}

/** A refusal that needs no echo of what was sent, as TEvo answers it. */
export function refusalAnswer(reason: RefusalReason): JsonAnswer {
  switch (reason.kind) {
    case 'not-found':
      return json(404, { error: 'Not Found', message: `Couldn't find ${reason.model} with ID=${reason.id}` })
    case 'unprocessable':
      return unprocessableAnswer(reason.message)
    case 'order-refused':
      // The documented sentence where there is one, without the class beside it.
      return unprocessableAnswer(reason.code === GENERAL_ERROR ? reason.message : reason.explanation)
    case 'invalid':
      return unprocessableAnswer(sentenceOf(reason.errors))
    // TH UpdateResourceCommand.php: recorded with the message "order_by is not allowed".
    case 'invalid-parameters':
      return json(422, { error: 'Invalid Parameters', message: reason.message })
    case 'bad-request':
      return badRequest(reason.message)
    case 'unauthorized':
      return UNAUTHORIZED
    case 'stale':
      return unprocessableAnswer(CHANGED_MEANWHILE)
  }
}

/** W:4883120155, for a record that is not found; the code of a 400 is decided here. */
const NOT_FOUND_CODED = json(404, { errors: [{ code: 'not_found', message: 'Could not find record.' }] })

/** A refusal as a list of codes and messages. */
export function codedAnswer(reason: RefusalReason): JsonAnswer {
  switch (reason.kind) {
    case 'not-found':
      return NOT_FOUND_CODED
    case 'unauthorized':
    case 'stale':
      return refusalAnswer(reason)
    case 'invalid':
      return codedErrors(reason.errors)
    case 'order-refused':
      return coded([reason.explanation])
    default:
      return coded([reason.message])
  }
}

export const codedErrors = (errors: FieldErrors): JsonAnswer =>
  coded(Object.entries(errors).map(([attribute, messages]) => sentenceOf({ [attribute]: messages })))

const coded = (messages: readonly string[]) =>
  json(400, { errors: messages.map((message) => ({ code: 'invalid', message })) })

/** What zod found wrong, in the words of Rails, by attribute: `shipped_items.items.price`. */
export function fieldErrors(issues: readonly z.core.$ZodIssue[]): FieldErrors {
  const errors: Record<string, string[]> = {}
  for (const issue of issues) {
    const attribute = issue.path.filter((step) => typeof step === 'string').join('.') || 'base'
    const messages = Object.hasOwn(errors, attribute) ? errors[attribute] : undefined
    const message = wordsOf(issue)
    if (messages === undefined) Object.defineProperty(errors, attribute, { value: [message], enumerable: true })
    else if (!messages.includes(message)) messages.push(message)
  }
  return errors
}

/** What is wrong, in the words of Rails. */
export function wordsOf(issue: z.core.$ZodIssue): string {
  if (issue.code === 'custom') return issue.message
  if (issue.input === undefined || issue.input === null || issue.input === '') return "can't be blank"
  switch (issue.code) {
    case 'too_big':
      if (issue.origin === 'array') return `${counted(issue.input)}; at most ${issue.maximum}`
      return issue.origin === 'string'
        ? `is too long (maximum is ${issue.maximum} characters)`
        : `must be less than or equal to ${issue.maximum}`
    case 'invalid_type':
      // What is nested has no words in Rails; a plain value of another type is invalid there.
      return issue.expected === 'array' || issue.expected === 'object'
        ? wrongType(issue.expected, issue.input)
        : 'is invalid'
    case 'invalid_union':
      return wordsOfUnion(issue)
    case 'too_small':
      if (issue.origin === 'string' || issue.origin === 'array') return "can't be blank"
      return `must be greater than ${issue.inclusive ? 'or equal to ' : ''}${issue.minimum}`
    case 'invalid_value':
      return 'is not included in the list'
    default:
      return 'is invalid'
  }
}

/** Of a list with too many entries: the count. Else it is of none of the kinds that it may be. */
function wordsOfUnion({ errors }: z.core.$ZodIssueInvalidUnion): string {
  const counts = errors
    .flat()
    .find((issue) => issue.code === 'too_big' && issue.origin === 'array' && issue.path.length === 0)
  return counts === undefined ? 'is invalid' : wordsOf(counts)
}

/** However long the wait is: a rule says that. */
const RATE_LIMITED = json(429, { error: 'You have made too many requests; try again later' }, { 'Retry-After': '1' })

/** Refusals that can be had by name, without a request that earns them. */
export const REFUSAL_ANSWERS = {
  unauthorized: UNAUTHORIZED,
  wrong_signature: WRONG_SIGNATURE,
  not_found: NO_SUCH_ENDPOINT,
  rate_limited: RATE_LIMITED,
  unavailable: UNAVAILABLE,
  error: SERVER_FAULT,
} as const satisfies { readonly [Name in NamedRefusal]: JsonAnswer }
