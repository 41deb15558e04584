import { isUtf8 } from 'node:buffer'
import { isEndless, jsonOf, MAX_NESTING, nameOf, parseJson, utf8Of, whyNotJson } from '../json.ts'
import type { RawEntry } from '../operation.ts'
import { Refusal } from '../rules/refusal.ts'

/** The body of a request: parsed once, with all guards, when somebody first asks. */
export class SentBody {
  readonly bytes: Uint8Array
  #parsed: RawEntry | Refusal | undefined
  #json: { readonly value: unknown } | undefined

  constructor(bytes: Uint8Array) {
    this.bytes = bytes
  }

  /** The JSON object, whatever the Content-Type says; an empty body stands for `{}`. @throws a refusal */
  object(): RawEntry {
    const parsed = this.#parse()
    if (parsed instanceof Refusal) throw parsed
    return parsed
  }

  /** Any JSON, also what no operation reads; undefined when it is not JSON. */
  json(): unknown {
    if (this.#parsed !== undefined && !(this.#parsed instanceof Refusal) && this.bytes.length > 0) return this.#parsed
    this.#json ??= { value: jsonOf(this.bytes) }
    return this.#json.value
  }

  #parse(): RawEntry | Refusal {
    this.#parsed ??= parsed(this.bytes)
    return this.#parsed
  }
}

const badRequest = (message: string) => new Refusal({ kind: 'bad-request', message })

export const isObject = (value: unknown): value is RawEntry =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function parsed(bytes: Uint8Array): RawEntry | Refusal {
  if (bytes.length === 0) return {}
  if (!isUtf8(bytes)) return badRequest('The request body is not valid UTF-8; send JSON encoded as UTF-8')
  let value: unknown
  try {
    value = parseJson(utf8Of(bytes))
  } catch (problem) {
    return badRequest(`The request body is not valid JSON: ${whyNotJson(problem)}`)
  }
  if (!isObject(value)) return badRequest(`The request body must be a JSON object; it is ${nameOf(value)}`)
  const elements = elementsIn(value, 1)
  if (elements instanceof Refusal) return elements
  if (elements > MAX_ELEMENTS)
    return badRequest(`The lists of the request body have more than ${MAX_ELEMENTS} elements; send several requests`)
  return value
}

/** To check half a million elements would keep the server from everybody for seconds. */
const MAX_ELEMENTS = 10_000

function elementsIn(value: object, nesting: number): number | Refusal {
  if (nesting > MAX_NESTING) return badRequest(`The request body is nested more than ${MAX_NESTING} levels deep`)
  if (!Array.isArray(value) && 'length' in value && typeof value.length === 'object' && value.length !== null)
    // zod asks whatever has a length how long it is, and throws at {"length": {"toString": 1}}.
    return badRequest('The request body has an object as a "length"; no field is called so')
  let count = Array.isArray(value) ? value.length : 0
  for (const each of Object.values(value))
    if (isEndless(each)) return badRequest('The request body has a number that is too large: give at most 1.7e308')
    else if (typeof each === 'object' && each !== null) {
      const elements = elementsIn(each, nesting + 1)
      if (elements instanceof Refusal) return elements
      count += elements
    }
  return count
}
