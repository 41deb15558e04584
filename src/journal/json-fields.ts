import { type Kind, kindOf } from './fields.ts'

/** What is done with the value of a field: shown, hidden whole, or each text and number in it that has no field of its own. */
export type Treatment = 'show' | 'hide' | 'hide-plain'

const SPACE = /\s+/y
const TEXT = /"[^"\\]*(?:\\[\s\S][^"\\]*)*(?:"|\\?$)/y
const BARE = /-?\d[\d.eE+-]*|true|false|null/y

const MARKS = '{}[],:'

interface Frame {
  readonly isObject: boolean
  /** Of the field that is read, or that the array stands in. */
  treatment: Treatment
  isEmpty: boolean
}

/**
 * A JSON object as text, with `hidden` in place of the values that are not to be shown. It reads text and not what was
 * parsed, because a journal has the beginning of a long body. What comes behind an error is hidden: nobody can tell what it is.
 */
export function hideInJson(text: string, treat: (kind: Kind) => Treatment, hidden: string): string {
  const shown: string[] = []
  const frames: Frame[] = []
  let expected: 'value' | 'key' | 'colon' | 'next' = 'value'
  /** How many frames there were where the value began that is hidden whole. */
  let hiddenFrom: number | null = null
  let at = 0

  const show = (token: string) => {
    if (hiddenFrom === null) shown.push(token)
  }
  const tokenAt = (): string => {
    const first = text[at] ?? ''
    if (MARKS.includes(first)) return first
    const pattern = first === '"' ? TEXT : /\s/.test(first) ? SPACE : BARE
    pattern.lastIndex = at
    return pattern.exec(text)?.[0] ?? first
  }
  const scalar = (token: string) => {
    const treatment = frames.at(-1)?.treatment ?? 'show'
    const isWord = token === 'null' || (treatment === 'hide-plain' && /^[tf]/.test(token))
    show(treatment === 'show' || isWord ? token : JSON.stringify(hidden))
  }
  const open = (token: string) => {
    const treatment = frames.at(-1)?.treatment ?? 'show'
    if (treatment === 'hide' && hiddenFrom === null) {
      show(JSON.stringify(hidden))
      hiddenFrom = frames.length
    }
    show(token)
    frames.push({ isObject: token === '{', treatment: token === '{' ? 'show' : treatment, isEmpty: true })
  }

  while (at < text.length) {
    const token: string = tokenAt()
    const frame = frames.at(-1)
    const isDone = expected === 'next' || frame?.isEmpty === true
    const first = token[0] ?? ''
    if (/\s/.test(first)) show(token)
    else if (first === '"' && expected === 'key' && frame !== undefined) {
      frame.treatment = treat(kindOf(unquoted(token)))
      frame.isEmpty = false
      show(token)
      expected = 'colon'
    } else if (expected === 'value' && (first === '"' || token.length > 1 || /\d/.test(first))) {
      if (frame !== undefined) frame.isEmpty = false
      scalar(token)
      expected = 'next'
    } else if (expected === 'value' && (token === '{' || token === '[')) {
      if (frame !== undefined) frame.isEmpty = false
      open(token)
      expected = token === '{' ? 'key' : 'value'
    } else if (isDone && frame !== undefined && token === (frame.isObject ? '}' : ']')) {
      show(token)
      frames.pop()
      expected = 'next'
      if (hiddenFrom !== null && frames.length <= hiddenFrom) hiddenFrom = null
    } else if (expected === 'next' && frame !== undefined && token === ',') {
      show(token)
      expected = frame.isObject ? 'key' : 'value'
      frame.isEmpty = false
    } else if (expected === 'colon' && token === ':') {
      show(token)
      expected = 'value'
    } else {
      shown.push(hidden)
      break
    }
    at += token.length
  }
  return shown.join('')
}

/** `"n\u0061me"` and `"name"` are one key. */
function unquoted(token: string): string {
  try {
    return String(JSON.parse(token))
  } catch {
    return token
  }
}
