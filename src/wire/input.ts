import type * as z from 'zod'
import { nameOf } from '../json.ts'
import type { BodySchema, RawEntry } from '../operation.ts'
import { type FieldErrors, Refusal, sentenceOf } from '../rules/refusal.ts'
import { fieldErrors, wordsOf } from './errors.ts'
import { isObject, type SentBody } from './sent-body.ts'

/** Reads requests: what an operation declares is checked, and what nothing reads is named, for the journal. */

export interface Understood {
  readonly value: unknown
  /** Paths of fields or filters that nothing reads. */
  readonly ignored: readonly string[]
}

/** What is wrong, and where: a JSON pointer into the body, or `?name` for a filter. */
export interface InputProblem {
  readonly path: string
  readonly message: string
}

/** A body whose fields cannot be taken; `raw` and `errors` are by entry. */
export class InvalidBody extends Error {
  constructor(
    readonly entries: readonly RawEntry[],
    readonly errors: readonly (FieldErrors | null)[],
    readonly problems: readonly InputProblem[],
  ) {
    super('invalid body')
  }
}

/** A query whose filters cannot be taken. */
export class InvalidQuery extends Refusal {
  constructor(
    message: string,
    readonly problems: readonly InputProblem[],
  ) {
    super({ kind: 'invalid-parameters', message })
  }
}

const badRequest = (message: string) => new Refusal({ kind: 'bad-request', message })
/** The objects that a body's envelope holds. */
export function rawEntries(schema: BodySchema | undefined, body: SentBody): readonly RawEntry[] {
  return schema === undefined ? [] : entriesOf(schema, body.object())
}

function entriesOf(schema: BodySchema, raw: RawEntry): readonly RawEntry[] {
  if (schema.kind === 'flat') return [raw]
  const key = JSON.stringify(schema.key)
  if (!Object.hasOwn(raw, schema.key))
    throw badRequest(`The request body has no ${key}: send {${key}: ${schema.kind === 'batch' ? '[{…}]' : '{…}'}}`)
  const enclosed = raw[schema.key]
  if (schema.kind === 'envelope') {
    if (!isObject(enclosed)) throw badRequest(`${key} must be an object; it is ${nameOf(enclosed)}`)
    return [enclosed]
  }
  if (!Array.isArray(enclosed)) throw badRequest(`${key} must be an array; it is ${nameOf(enclosed)}`)
  if (enclosed.length === 0) throw badRequest(`${key} is an empty array; give at least one entry`)
  return enclosed.map((item: unknown, nth): RawEntry => {
    if (isObject(item)) return item
    throw badRequest(`${key} must hold objects; entry ${nth} is ${nameOf(item)}`)
  })
}

/** What is wrong is found the second time: to have the input with it takes twice as long, and most requests are right. */
function parse<Schema extends z.ZodType>(schema: Schema, sent: unknown): z.ZodSafeParseResult<z.output<Schema>> {
  const result = schema.safeParse(sent)
  return result.success ? result : schema.safeParse(sent, { reportInput: true })
}

export function readBody(schema: BodySchema | undefined, body: SentBody): Understood {
  if (schema === undefined) return { value: undefined, ignored: body.bytes.length === 0 ? [] : ['the whole body'] }
  const raw = body.object()
  const entries = entriesOf(schema, raw)
  const results = entries.map((entry) => parse(schema.entry, entry))
  const errors = results.map((result) => (result.success ? null : fieldErrors(result.error.issues)))
  if (errors.some((error) => error !== null)) {
    const problems = results.flatMap(({ error }, nth) =>
      (error?.issues ?? []).map((issue) => ({ path: pointer(entryPath(schema, nth), issue), message: wordsOf(issue) })),
    )
    throw new InvalidBody(entries, errors, eachOnce(problems))
  }
  const values = results.map((result) => result.data)

  if (schema.kind === 'flat') return { value: values[0], ignored: unread(raw, values[0], '') }
  const { key } = schema
  if (schema.kind === 'envelope') return { value: values[0], ignored: unread(raw, { [key]: values[0] }, '') }
  const beside = schema.beside && parse(schema.beside, raw)
  if (beside?.success === false) throw badRequest(sentenceOf(fieldErrors(beside.error.issues)))
  const value = Object.assign({ [key]: values }, beside?.data)
  return { value, ignored: unread(raw, value, '') }
}

/** Two rules of a schema may say the same of one field. */
const eachOnce = (problems: readonly InputProblem[]): InputProblem[] => [
  ...new Map(problems.map((problem) => [`${problem.path} ${problem.message}`, problem])).values(),
]

/** Where an entry stands in its body: `/orders/0`. */
export function entryPath(schema: BodySchema, nth: number): string {
  if (schema.kind === 'flat') return ''
  return schema.kind === 'envelope' ? `/${schema.key}` : `/${schema.key}/${nth}`
}

const pointer = (from: string, { path }: z.core.$ZodIssue): string =>
  path.reduce((to: string, step) => `${to}/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`, from)

/** Paths of what was sent and is not in what was understood. It goes no deeper than the schema does. */
function unread(sent: unknown, understood: unknown, path: string, found: string[] = []): string[] {
  if (Array.isArray(sent) && Array.isArray(understood)) {
    for (const [nth, item] of sent.entries())
      if (typeof item === 'object') unread(item, understood[nth], `${path}/${nth}`, found)
  } else if (isObject(sent) && isObject(understood)) {
    for (const key of Object.keys(sent)) {
      const value = sent[key]
      if (!Object.hasOwn(understood, key)) found.push(`${path}/${key}`)
      // Most fields hold no others: their paths are not even made.
      else if (typeof value === 'object' && value !== null) unread(value, understood[key], `${path}/${key}`, found)
    }
  }
  return found
}

const OPERATOR = /^(.+?)_(not_eq|eq|gte?|lte?)$/

/** The query of a request target, `/v9/orders?page=2`. */
export function readQuery(schema: z.ZodType | undefined, target: string): Understood {
  const mark = target.indexOf('?')
  if (mark === -1 && schema === undefined) return { value: {}, ignored: [] }
  const sent: Record<string, string> = {}
  for (const [key, value] of new URLSearchParams(mark === -1 ? '' : target.slice(mark + 1)))
    Object.defineProperty(sent, key, { value, enumerable: true, configurable: true, writable: true })
  if (schema === undefined) return { value: {}, ignored: Object.keys(sent).map((key) => `?${key}`) }
  for (const key of Object.keys(sent)) takePlain(schema, sent, key)
  const result = parse(schema, sent)
  if (!result.success) {
    const { issues } = result.error
    const problems = issues.map((issue) => ({ path: `?${issue.path.join('.')}`, message: wordsOf(issue) }))
    throw new InvalidQuery(querySentence(issues), eachOnce(problems))
  }
  const understood = isObject(result.data) ? result.data : {}
  // A loose boolean such as `yes` is understood as nothing.
  const ignored = Object.keys(sent).filter((key) => !Object.hasOwn(understood, key) || understood[key] === undefined)
  for (const key of ignored) {
    const [, field, operator] = OPERATOR.exec(key) ?? []
    const meant = `${field}.${operator}`
    // T2: measured as a 422. Ignoring a misspelt operator would answer with records that were meant to be left out.
    if (field !== undefined && declares(schema, meant))
      throw new InvalidQuery(`${key} is not allowed`, [{ path: `?${key}`, message: `is not allowed: write ${meant}` }])
  }
  return { value: understood, ignored: ignored.map((key) => `?${key}`) }
}

const EQUALITY = /^(.+)\.(eq|not_eq)$/

/**
 * W:983121: `.eq` says what the plain filter says. A filter that takes no `.not_eq` here refuses it: ignoring it would
 * answer with records that were meant to be left out.
 */
function takePlain(schema: z.ZodType, sent: Record<string, string>, key: string): void {
  const [, field = '', operator] = EQUALITY.exec(key) ?? []
  if (field === '' || declares(schema, key) || !declares(schema, field)) return
  if (operator === 'not_eq')
    throw new InvalidQuery(`${key} is not allowed`, [{ path: `?${key}`, message: 'is not allowed' }])
  const value = sent[key]
  if (Object.hasOwn(sent, field) || value === undefined) return
  delete sent[key]
  Object.defineProperty(sent, field, { value, enumerable: true, configurable: true, writable: true })
}

const declares = (schema: z.ZodType, key: string): boolean =>
  'shape' in schema.def && isObject(schema.def.shape) && Object.hasOwn(schema.def.shape, key)

const querySentence = (issues: readonly z.core.$ZodIssue[]): string =>
  [...new Set(issues.map((issue) => `${issue.path.join('.')} ${wordsOf(issue)}`))].join('; ')
