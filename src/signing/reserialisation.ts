/** Another way to write the JSON of a body, as another program might do it. */
export type Reserialisation = { how: string; bytes: Uint8Array }

const BODY_MAX_BYTES = 64 * 1024
/** For all forms of one body together: writing JSON costs about twenty times as much as hashing it. */
const FORMS_MAX_BYTES = 256 * 1024
/** JSON that is nested deeper is not rewritten, because writing it recurses. */
const MAX_DEPTH = 100

type Layout = { how: string; indent: string; comma: string; colon: string }

const LAYOUTS: Layout[] = [
  { how: 'as compact JSON', indent: '', comma: ',', colon: ':' },
  { how: 'as JSON with a space after each comma and colon', indent: '', comma: ', ', colon: ': ' },
  { how: 'as JSON indented by 2 spaces', indent: '  ', comma: ',', colon: ': ' },
  { how: 'as JSON indented by 4 spaces', indent: '    ', comma: ',', colon: ': ' },
  { how: 'as JSON indented by tabs', indent: '\t', comma: ',', colon: ': ' },
]

type Escaping = { how: string; applies: RegExp; escape: (json: string) => string }

const unicode = (character: string) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
const escapeNonAscii = (json: string) => json.replace(/[\u0080-\uffff]/g, unicode)
const escapeSlashes = (json: string) => json.replaceAll('/', '\\/')

const ESCAPINGS: Escaping[] = [
  { how: '', applies: /^/, escape: (json) => json },
  { how: ', non-ASCII as \\u', applies: /[\u0080-\uffff]|\\u/, escape: escapeNonAscii },
  { how: ', slashes as \\/', applies: /\//, escape: escapeSlashes },
  {
    how: ', slashes as \\/ and non-ASCII as \\u',
    applies: /[\u0080-\uffff]|\\u/,
    escape: (json) => escapeSlashes(escapeNonAscii(json)),
  },
  {
    how: ', <, > and & as \\u', // Go and Rails
    applies: /[<>&\u2028\u2029]/,
    escape: (json) => json.replace(/[<>&\u2028\u2029]/g, unicode),
  },
]

type Numbers = { how: string; write: (digits: string) => string }

const AS_WRITTEN: Numbers = { how: '', write: (digits) => digits }
const AS_JAVASCRIPT: Numbers = { how: ', numbers as JavaScript prints them', write: (digits) => String(Number(digits)) }

type Style = { layout: Layout; escaping: Escaping; numbers: Numbers; sorted: boolean }

/** Other likely forms of a body, likeliest first. A big body has few, a huge one none. */
export function reserialisations(body: Uint8Array): Reserialisation[] {
  if (body.length === 0 || body.length > BODY_MAX_BYTES) return []
  const text = asText(body)
  if (text === undefined) return []
  const forms: Reserialisation[] = []
  let bytes = 0
  for (const { how, form } of formsOf(text)) {
    if (form === text) continue
    forms.push({ how, bytes: Buffer.from(form) })
    bytes += form.length
    if (bytes > FORMS_MAX_BYTES) break
  }
  return forms
}

function* formsOf(text: string): Generator<{ how: string; form: string }> {
  yield { how: 'followed by a line break', form: `${text}\n` }
  yield { how: 'without the white space around it', form: text.trim() }
  yield { how: 'with \\n for its line breaks', form: text.replaceAll('\r\n', '\n') }
  yield { how: 'with \\r\\n for its line breaks', form: text.replaceAll(/\r?\n/g, '\r\n') }
  // The Node client signs the body as part of a URL, and so loses what looks like a fragment.
  yield { how: 'up to its first "#"', form: text.replace(/#.*/s, '') }
  // The Ruby client cuts scheme and port out of the whole string, the body included.
  yield { how: 'without the "https://" and ports in it', form: withoutSchemeAndPorts(text, 'https://') }
  yield { how: 'without the "http://" and ports in it', form: withoutSchemeAndPorts(text, 'http://') }

  const json = parseKeepingNumbers(text)
  if (!json) return
  const escapings = ESCAPINGS.filter(({ applies }) => applies.test(text))
  const numberForms = json.numbersDiffer ? [AS_WRITTEN, AS_JAVASCRIPT] : [AS_WRITTEN]
  for (const sorted of [false, true]) {
    for (const layout of LAYOUTS) {
      for (const escaping of escapings) {
        for (const numbers of numberForms) {
          const form = write(json.value, { layout, escaping, numbers, sorted }, '')
          const how = layout.how + escaping.how + numbers.how + (sorted ? ', keys sorted' : '')
          yield { how, form }
          yield { how: `${how}, followed by a line break`, form: `${form}\n` }
        }
      }
    }
  }
}

function asText(body: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body)
  } catch {
    return undefined
  }
}

function withoutSchemeAndPorts(text: string, scheme: string): string {
  return text.replaceAll(scheme, '').replace(/:\d{2,5}\//g, '/')
}

const NUMBER_MARK = '\u0000'

/**
 * JSON.parse that returns each number as a string of NUMBER_MARK and its digits: `45.0` must stay `45.0`, as in every
 * language but JavaScript.
 */
function parseKeepingNumbers(text: string): { value: unknown; numbersDiffer: boolean } | undefined {
  let depth = 0
  let deepest = 0
  let numbersDiffer = false
  try {
    JSON.parse(text)
    const marked = text.replace(/"[^"\\]*(?:\\.[^"\\]*)*"|-?\d[\d.eE+-]*|[[\]{}]/g, (token) => {
      if (token === '[' || token === '{') deepest = Math.max(deepest, ++depth)
      else if (token === ']' || token === '}') depth--
      else if (!token.startsWith('"')) {
        numbersDiffer ||= String(Number(token)) !== token
        return `"\\u0000${token}"`
      }
      return token
    })
    return deepest > MAX_DEPTH ? undefined : { value: JSON.parse(marked), numbersDiffer }
  } catch {
    return undefined
  }
}

function write(value: unknown, style: Style, margin: string): string {
  if (typeof value === 'string') {
    return value.startsWith(NUMBER_MARK)
      ? style.numbers.write(value.slice(1))
      : style.escaping.escape(JSON.stringify(value))
  }
  if (typeof value !== 'object' || value === null) return String(value)
  const { indent, comma, colon } = style.layout
  const inner = margin + indent
  const [open, close] = Array.isArray(value) ? ['[', ']'] : ['{', '}']
  const parts = Array.isArray(value)
    ? value.map((item) => write(item, style, inner))
    : entries(value, style.sorted).map(
        ([key, item]) => style.escaping.escape(JSON.stringify(key)) + colon + write(item, style, inner),
      )
  if (parts.length === 0) return open + close
  if (indent === '') return open + parts.join(comma) + close
  return `${open}\n${inner}${parts.join(`${comma}\n${inner}`)}\n${margin}${close}`
}

function entries(value: object, sorted: boolean): [string, unknown][] {
  const all = Object.entries(value)
  return sorted ? all.sort(([a], [b]) => (a < b ? -1 : 1)) : all
}
