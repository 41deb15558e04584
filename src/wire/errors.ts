import type * as z from 'zod'
import type { FieldErrors, RefusalReason } from '../rules/refusal.ts'

/** An answer before it is sent. */
export interface Answer {
  readonly status: number
  readonly body: object
  /** Beside those that every answer has. */
  readonly headers?: { readonly [name: string]: string }
}

// RB-fix core/connection.yml, clients.yml, accounts.yml: recorded to the letter.
export const UNAUTHORIZED: Answer = { status: 401, body: { error: 'Unauthorized' } }
export const WRONG_SIGNATURE: Answer = {
  status: 401,
  body: { error: 'Your signature is incorrect. Please ensure you are generating it correctly' },
}
export const NO_SUCH_ENDPOINT: Answer = {
  status: 404,
  body: {
    error:
      "The endpoint you requested doesn't exist. You may have mistyped the address or the resource may have moved.",
  },
}
/** 503 where the Ruby client documents one for being too fast, and for an outage. */
const UNAVAILABLE: Answer = { status: 503, body: { error: 'Service Unavailable' }, headers: { 'Retry-After': '5' } }
export const SERVER_FAULT: Answer = { status: 500, body: { error: 'Error' } }

const badRequest = (message: string): Answer => ({ status: 400, body: { error: message } })
export const unprocessableAnswer = (message: string): Answer => ({ status: 422, body: { error: message } })

export const rateLimited = (status: number, retry_after_s: number): Answer => ({
  status,
  body: { error: `Rate limit exceeded. Please retry in ${retry_after_s} seconds` },
  headers: { 'Retry-After': String(retry_after_s) },
})

export const tooLarge = (limit_bytes: number): Answer => ({
  status: 413,
  body: { error: `The request body is larger than the ${limit_bytes} bytes that are taken here` },
})

/** A refusal that needs no echo of what was sent, as TEvo answers it. */
export function refusalAnswer(reason: RefusalReason): Answer {
  switch (reason.kind) {
    case 'not-found':
      return {
        status: 404,
        body: { error: 'Not Found', message: `Couldn't find ${reason.model} with ID=${reason.id}` },
      }
    case 'unprocessable':
      return unprocessableAnswer(reason.message)
    case 'invalid':
      return unprocessableAnswer(sentenceOf(reason.errors))
    case 'bad-request':
      return badRequest(reason.message)
    case 'unauthorized':
      return UNAUTHORIZED
    case 'stale':
      return unprocessableAnswer('The record was changed by other requests at the same time; try again')
  }
}

/** `{"price": ["is not a number"]}` → `price is not a number` */
export const sentenceOf = (errors: FieldErrors): string =>
  Object.entries(errors)
    .flatMap(([attribute, messages]) =>
      messages.map((message) => (attribute === 'base' ? message : `${attribute} ${message}`)),
    )
    .join('; ')

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
      return issue.origin === 'string'
        ? `is too long (maximum is ${issue.maximum} characters)`
        : `must be less than or equal to ${issue.maximum}`
    case 'too_small':
      if (issue.origin === 'string' || issue.origin === 'array') return "can't be blank"
      return `must be greater than ${issue.inclusive ? 'or equal to ' : ''}${issue.minimum}`
    case 'invalid_value':
      return 'is not included in the list'
    default:
      return 'is invalid'
  }
}

/** However long the wait is: a rule says that. */
const RATE_LIMITED: Answer = {
  status: 429,
  body: { error: 'You have made too many requests; try again later' },
  headers: { 'Retry-After': '1' },
}

/** Refusals that can be had by name, without a request that earns them. */
export const NAMED_REFUSALS = {
  unauthorized: UNAUTHORIZED,
  wrong_signature: WRONG_SIGNATURE,
  not_found: NO_SUCH_ENDPOINT,
  rate_limited: RATE_LIMITED,
  unavailable: UNAVAILABLE,
  error: SERVER_FAULT,
} as const satisfies { readonly [name: string]: Answer }
