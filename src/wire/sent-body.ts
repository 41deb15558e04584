import { isUtf8 } from 'node:buffer'
import { setImmediate } from 'node:timers/promises'
import {
  type Excess,
  excessIn,
  isEndless,
  JsonMeter,
  jsonOf,
  MAX_ENTRIES,
  MAX_NESTING,
  nameOf,
  parseJson,
  utf8Of,
  whyNotJson,
} from '../json.ts'
import type { RawEntry } from '../operation.ts'
import { Refusal } from '../rules/refusal.ts'

const LIMITS = { entries: MAX_ENTRIES }
/** No entry is shorter than a digit and a comma: what is shorter than this has not too many. */
const SHORT_BYTES = 2 * MAX_ENTRIES
const PIECE_BYTES = 4 * 1024 * 1024

/** The body of a request: parsed once, with all guards, when somebody first asks. */
export class SentBody {
  readonly bytes: Uint8Array
  #parsed: RawEntry | Refusal | undefined
  #json: { readonly value: unknown } | undefined
  #excess: Excess | null | undefined
  #text: string | undefined

  constructor(bytes: Uint8Array) {
    this.bytes = bytes
  }

  /** Reads as much of a large body as can be read in pieces, so that others have their turn in between. */
  async prepare(): Promise<void> {
    const meter = new JsonMeter(LIMITS)
    for (let at = 0; at < this.bytes.length; at += PIECE_BYTES) {
      this.#excess = meter.feed(this.bytes.subarray(at, at + PIECE_BYTES))
      if (this.#excess !== null) return
      await setImmediate()
    }
    if (isUtf8(this.bytes)) this.#text = utf8Of(this.bytes)
    await setImmediate()
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
    this.#json ??= { value: this.#excessive() === null ? jsonOf(this.bytes) : undefined }
    return this.#json.value
  }

  #parse(): RawEntry | Refusal {
    if (this.#parsed === undefined) {
      // How deep a short one is nested is seen when it has been parsed.
      const excess = this.bytes.length < SHORT_BYTES ? null : this.#excessive()
      this.#parsed = parsed(this.bytes, excess, this.#text)
      this.#text = undefined
    }
    return this.#parsed
  }

  #excessive(): Excess | null {
    this.#excess ??= excessIn(this.bytes, LIMITS)
    return this.#excess
  }
}

const badRequest = (message: string) => new Refusal({ kind: 'bad-request', message })

export const isObject = (value: unknown): value is RawEntry =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function parsed(bytes: Uint8Array, excess: Excess | null, text: string | undefined): RawEntry | Refusal {
  if (bytes.length === 0) return {}
  if (text === undefined && !isUtf8(bytes))
    return badRequest('The request body is not valid UTF-8; send JSON encoded as UTF-8')
  if (excess === 'entries')
    return badRequest(
      `The request body has more than ${MAX_ENTRIES} list elements and keys in all; send several requests`,
    )
  if (excess !== null) return tooDeep()
  let value: unknown
  try {
    value = parseJson(text ?? utf8Of(bytes))
  } catch (problem) {
    return badRequest(`The request body is not valid JSON: ${whyNotJson(problem)}`)
  }
  if (!isObject(value)) return badRequest(`The request body must be a JSON object; it is ${nameOf(value)}`)
  return problemIn(value, 1) ?? value
}

const tooDeep = () => badRequest(`The request body is nested more than ${MAX_NESTING} levels deep`)

function problemIn(value: object, nesting: number): Refusal | undefined {
  if (nesting > MAX_NESTING) return tooDeep()
  if (!Array.isArray(value) && 'length' in value && typeof value.length === 'object' && value.length !== null)
    // zod asks whatever has a length how long it is, and throws at {"length": {"toString": 1}}.
    return badRequest('The request body has an object as a "length"; no field is called so')
  for (const each of Object.values(value))
    if (isEndless(each)) return badRequest('The request body has a number that is too large: give at most 1.7e308')
    else if (typeof each === 'object' && each !== null) {
      const problem = problemIn(each, nesting + 1)
      if (problem !== undefined) return problem
    }
  return undefined
}
