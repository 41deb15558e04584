import type { Operation } from '../../src/operation.ts'
import fc from '../properties.ts'
import { type DeclaredField, declaredFields, declaredFilters } from './declared-fields.ts'
import { at, changed, fromValue, type Json, raw, textOf, typeOf, withMember, without } from './json-text.ts'
import type { ValidRequest } from './valid-requests.ts'

/** Ways to spoil a request that an operation takes. */

const DEEP = 10_000
const deep = (open: string, close: string) => open.repeat(DEEP) + close.repeat(DEEP)
/** Values as JSON text. */
const HOSTILE: readonly string[] = [
  ...['null', 'true', 'false', '[]', '{}', '[null]', '[[]]', '[{}]', '{"a":1}', '[1,2]', '["a"]', '{"0":{}}'],
  ...['0', '-0', '-1', '1', '1.5', '0.001', '1e-7', '45.005', '1e21', '1e400', '-1e400', '-1e-400', '2147483648'],
  ...['9007199254740993', '99999999999', '999999999999999999999999', '1234567890123'],
  ...['""', '" "', '"0"', '"-1"', '"1.5"', '"1e5"', '"NaN"', '"Infinity"', '"null"', '"true"', '"yes"', '"1,5"'],
  ...['"abc"', '"<b>"', '"%s%n"', '"\\u0000"', '"\\ud800"', '"\\udc00x"', '"😀"', '"é中\\u2028"', '"../../etc"'],
  ...['"2026-13-45"', '"2026-01-01T00:00:00Z"', '"0000-00-00"', '"+P14D"', '"\\n"', '"__proto__"', '"1 OR 1=1"'],
  ...['{"__proto__":{"admin":true}}', '{"constructor":{"prototype":{"admin":true}}}', '{"toString":1,"then":1}'],
  ...[`"${'x'.repeat(20_000)}"`, `"${'9'.repeat(500)}"`, `"${'😀'.repeat(3_000)}"`, `[${'0,'.repeat(2_000)}0]`],
  ...[deep('[', ']'), deep('{"a":', '0').replace(/0+$/, '0') + '}'.repeat(DEEP - 1)],
]
const ODD_KEYS = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'then', '', ' ', '0', 'length']

const hostile = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom(...HOSTILE) },
  { weight: 1, arbitrary: fc.json() },
  {
    weight: 1,
    arbitrary: fc.array(fc.nat({ max: 0x10ffff })).map((points) => JSON.stringify(String.fromCodePoint(...points))),
  },
)

/** What is sent, and whether it must be refused. */
export class Attempt {
  constructor(
    readonly method: string,
    readonly target: string,
    readonly body: Buffer,
    /** Why no answer but a refusal will do; null: any answer that is no fault. */
    readonly mustRefuse: string | null,
  ) {}

  [fc.toStringMethod](): string {
    const body = this.body.toString('latin1')
    const shown = body.length > 800 ? `${body.slice(0, 800)}… (${body.length} bytes)` : body
    return `${this.method} ${this.target} ${shown} (${this.mustRefuse ?? 'any answer'})`
  }
}

/** A request that is taken, and what is known of it. */
export interface Base {
  readonly method: string
  /** Its path as it is declared: `/v9/clients/:id`. */
  readonly pattern: string
  /** A path that fits, and its query. */
  readonly target: string
  readonly json: Json
  /** Of the body; empty: it takes none. */
  readonly fields: readonly DeclaredField[]
  /** The names of its query parameters. */
  readonly filters: readonly string[]
}

/** What an operation declares, beside a request that it takes. */
export function baseFor({ method, path, input }: Operation, valid: ValidRequest): Base {
  const { body, query } = input?.() ?? {}
  return {
    method,
    pattern: path,
    target: valid.path,
    json: fromValue(valid.body ?? {}),
    fields: body === undefined ? [] : declaredFields(body),
    filters: declaredFilters(query),
  }
}

export const bytes = (json: Json): Buffer => Buffer.from(textOf(json))

export function attempts(base: Base): fc.Arbitrary<Attempt> {
  const hasFields = base.fields.length > 0
  return fc.oneof(
    { weight: 2, arbitrary: spoiltBody(base) },
    { weight: 2, arbitrary: spoiltQuery(base) },
    ...(hasFields ? [{ weight: 8, arbitrary: spoiltFields(base) }] : []),
    ...(base.pattern.includes(':') ? [{ weight: 2, arbitrary: spoiltPath(base) }] : []),
  )
}

const edit = fc.record({
  way: fc.constantFrom(
    'set',
    'set',
    'set',
    'set',
    'twice, the last hostile',
    'twice, the first hostile',
    'leave out',
    'odd key',
  ),
  field: fc.nat(),
  value: hostile,
  key: fc.constantFrom(...ODD_KEYS),
})

function spoiltFields({ method, target, json, fields }: Base): fc.Arbitrary<Attempt> {
  return fc.tuple(fc.array(edit, { minLength: 1, maxLength: 3 }), fc.boolean()).map(([edits, fromNothing]) => {
    let body: Json = fromNothing ? { members: [] } : json
    for (const { way, field: nth, value, key } of edits) {
      const path = fields[nth % fields.length]?.path ?? []
      const [parent, last] = [path.slice(0, -1), path.at(-1)]
      if (way === 'odd key') body = withMember(body, typeof last === 'string' ? parent : path, key, raw(value), false)
      else if (way === 'set' || typeof last !== 'string') body = changed(body, path, () => raw(value))
      else if (way === 'leave out') body = without(body, parent, last)
      else body = withMember(body, parent, last, raw(value), way === 'twice, the first hostile')
    }
    const wrong = fields.find(({ path, takes }) => {
      const value = at(body, path)
      return value !== undefined && !takes.has(typeOf(value))
    })
    const why = wrong === undefined ? null : `/${wrong.path.join('/')} takes ${[...wrong.takes].join(' or ')}`
    return new Attempt(method, target, bytes(body), why)
  })
}

const BOM = Buffer.from([0xef, 0xbb, 0xbf])

/** Bodies that are no JSON object of the operation's. */
function spoiltBody({ method, target, json, fields }: Base): fc.Arbitrary<Attempt> {
  const whole = bytes(json)
  const reads = fields.length > 0
  const attempt = (body: Buffer, why: string | null) => new Attempt(method, target, body, reads ? why : null)
  return fc.oneof(
    fc.nat({ max: Math.max(0, whole.length - 1) }).map((end) => {
      const cut = whole.subarray(0, end)
      return attempt(cut, cut.length === 0 ? null : 'it is cut')
    }),
    fc.nat({ max: whole.length }).map((place) => {
      const broken = Buffer.concat([whole.subarray(0, place), Buffer.from([0xc3, 0x28]), whole.subarray(place)])
      return attempt(broken, 'it is no UTF-8')
    }),
    fc
      .constantFrom(...HOSTILE.filter((text) => !text.startsWith('{')))
      .map((text) => attempt(Buffer.from(text), 'it is no object')),
    fc.constant(attempt(Buffer.concat([BOM, whole]), null)),
    fc.constant(attempt(Buffer.concat([whole, whole]), 'it is two values')),
    fc.uint8Array({ minLength: 1, maxLength: 200 }).map((noise) => attempt(Buffer.from(noise), null)),
    fc
      .constantFrom('null', 'name=Moe&id=1', '<xml/>', "{'a':1}", '{a:1}', '{"a":1,}', '{"a":01}', '//', '\u0000', ' ')
      .map((text) => attempt(Buffer.from(text), 'it is not a JSON object')),
    fc.string({ unit: fc.constantFrom(...'{}[],:"\\ 0e-tfn') }).map((text) => attempt(Buffer.from(text), null)),
  )
}

const PAGE_GARBAGE = [
  '0',
  '-1',
  '1e9',
  'abc',
  '1.5',
  '',
  '%00',
  '99999999999999999999',
  '%F0%9F%98%80',
  '1%20',
  '0x1',
  '١',
]
const FILTER_GARBAGE = [
  ...PAGE_GARBAGE,
  '%',
  '%zz',
  '%c3%28',
  'null',
  'true',
  '[]',
  '..%2f',
  '2026-13-45',
  'x'.repeat(2_000),
  '+',
  '%2B',
  '{}',
  '{"a":1}',
  '{"body":{"__proto__":[null]}}',
  '[[]]',
]

function spoiltQuery({ method, target, json, fields, filters }: Base): fc.Arbitrary<Attempt> {
  const names = [
    ...filters,
    'page',
    'per_page',
    '__proto__',
    'constructor',
    'x[]',
    'x[a][b]',
    '',
    '%',
    '%zz=',
    'a.gte',
    'created_at_gte',
  ]
  const pair = fc.record({
    name: fc.constantFrom(...names),
    value: fc.constantFrom(...FILTER_GARBAGE),
    suffix: fc.constantFrom('', '', '', '', '[]', '%5B0%5D', '.gte', '.lte', '%00'),
    hasValue: fc.boolean(),
  })
  return fc
    .tuple(fc.array(pair, { minLength: 1, maxLength: 5 }), fc.constantFrom('&', '&', '&', '&&', ';'))
    .map(([pairs, and]) => {
      const query = pairs
        .map(({ name, value, suffix, hasValue }) => `${encoded(name)}${suffix}${hasValue ? `=${encoded(value)}` : ''}`)
        .join(and)
      const page = new URLSearchParams(query).getAll('page').at(-1)
      const isGarbage = page !== undefined && !/^[1-9]\d{0,8}$/.test(page)
      const why = isGarbage && filters.includes('page') ? `page=${page} is no page` : null
      const joint = target.includes('?') ? '&' : '?'
      return new Attempt(method, `${target}${joint}${query}`, fields.length > 0 ? bytes(json) : Buffer.alloc(0), why)
    })
}

/** Node sends only ASCII; what else is in a text goes percent-encoded. */
const encoded = (text: string): string => text.replace(/[^\x21-\x7e]/g, (each) => encodeURIComponent(each))

const SEGMENT_GARBAGE = [
  ...[
    '0',
    '-1',
    '1.0',
    '1e3',
    '+1',
    '01',
    '0x1',
    'abc',
    'null',
    '%20',
    '1%20',
    '%00',
    '1%00',
    '%2F',
    '..%2F1',
    '%2e%2e',
  ],
  ...[
    '999999999999999999999999',
    '9007199254740993',
    '1'.repeat(3_000),
    '%F0%9F%98%80',
    '%D9%A1',
    '%E0%A4%A',
    '%',
    '%zz',
  ],
  ...[
    '__proto__',
    'constructor',
    'toString',
    '*',
    ':id',
    '1;2',
    '1,2',
    '[]',
    '{}',
    "'",
    '%22',
    '1%2F2',
    '~',
    '.json',
    '1.json',
  ],
]

/** An id that is good, and something with it. */
const ALMOST_IDS = [
  '0#',
  '#.0',
  '#e0',
  '+#',
  '-#',
  '#%20',
  '%20#',
  '#%00',
  '#,1',
  '#;',
  '#x',
  '0x#',
  '#%2F',
  '#.json',
  '#-',
  "'#'",
]

function spoiltPath({ method, pattern, target, json, fields }: Base): fc.Arbitrary<Attempt> {
  const [path = '', ...query] = target.split('?')
  const steps = path.split('/')
  const params = pattern.split('/').flatMap((step, nth) => (step.startsWith(':') ? [nth] : []))
  const garbage = fc.oneof(fc.constantFrom(...SEGMENT_GARBAGE, ''), fc.constantFrom(...ALMOST_IDS))
  return fc.tuple(fc.constantFrom(...params), garbage).map(([nth, shape]) => {
    const segment = shape.replace('#', steps[nth] ?? '')
    const spoilt = [steps.with(nth, segment).join('/'), ...query].join('?')
    const body = fields.length > 0 ? bytes(json) : Buffer.alloc(0)
    const isId = pattern.split('/')[nth]?.endsWith('id') === true
    return new Attempt(method, spoilt, body, isId ? `"${segment.slice(0, 40)}" is no id` : null)
  })
}
