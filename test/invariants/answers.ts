import type { MissingOperation, Operation } from '../../src/operation.ts'
import type { Received } from '../http.ts'
import { isListWithErrors, isObject, isRefusalOfOrders } from './order-refusals.ts'

/** What every answer of TEvo's API is, whatever came in. */

const isCoded = (error: unknown): boolean =>
  isObject(error) && typeof error.code === 'string' && typeof error.message === 'string' && error.message !== ''

/** `{"error": "…"}`, `{…, "errors": {…}}`, `{"clients": [{…, "errors": {…}}]}`, or `{"errors": [{"code", "message"}]}`. */
function isRefusal(body: unknown): boolean {
  if (!isObject(body)) return false
  if (Array.isArray(body.errors)) return body.errors.length > 0 && body.errors.every(isCoded)
  if (typeof body.error === 'string') return body.error !== ''
  if (isObject(body.errors)) return Object.keys(body.errors).length > 0
  return Object.values(body).some(isListWithErrors)
}

/** A good answer is a JSON object, where its operation declares no bare array, and no answer without a body. */
function isGood(operation: Operation | null, { status, body, text }: Received): boolean {
  if (status === 204 || status === 304) return text === ''
  return isObject(body) || (Array.isArray(body) && operation?.output().def.type === 'array')
}

/** What is wrong with an answer to a request for an operation, or for none; null: nothing. */
export function wrongWithAnswer(
  operation: Operation | MissingOperation | undefined,
  received: Received,
): string | null {
  const { status, body, text } = received
  if (status >= 500) return `it is a ${status}`
  const emulated = operation?.emulated === true ? operation : null
  if (status < 400) return isGood(emulated, received) ? null : `it is no JSON object: ${text.slice(0, 200)}`
  const mayBePair = emulated?.id === 'orders.create' && status === 422
  if (mayBePair ? isRefusalOfOrders(body) : isRefusal(body)) return null
  return `it has not TEvo's shape of a refusal: ${text.slice(0, 200)}`
}
