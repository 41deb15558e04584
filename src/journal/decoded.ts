/** A part of a text. */
export interface Range {
  readonly start: number
  /** Behind its last character. */
  readonly end: number
}

/** A text as somebody reads it who undoes what JSON or a URL has done to its characters. */
export interface Reading {
  readonly text: string
  /** The part of the text as it came that a part of this one was made from. */
  origin(range: Range): Range
}

/** JSON in JSON, or in a URL, is read after two steps. */
const MAX_STEPS = 3
const ESCAPED = /\\u[0-9a-f]{4}|\\[^u]|(?:%[0-9a-f]{2})+/gi
/** Basic auth, or whatever else is written so. */
const BASE64 = /[\w+/-]{11,}={0,2}/g

/** A text as it came, and as it is read; the first one is the text itself. */
export function readingsOf(text: string): Reading[] {
  const readings: Reading[] = [{ text, origin: (range) => range }]
  for (let step = 0; step < MAX_STEPS; step += 1) {
    const last = readings.at(-1)
    const next = last === undefined ? null : decodedOnce(last)
    if (next === null) break
    readings.push(next)
  }
  return readings
}

/** Null: there is nothing to undo. */
function decodedOnce(reading: Reading): Reading | null {
  const { text } = reading
  if (!text.includes('\\') && !text.includes('%')) return null
  const pieces: string[] = []
  /** Where each escape stood, and where what it stands for stands. */
  const escapes: { readonly from: Range; readonly to: Range }[] = []
  let [read, written] = [0, 0]
  for (const { 0: escaped, index } of text.matchAll(ESCAPED)) {
    const character = characterOf(escaped)
    const plain = text.slice(read, index)
    pieces.push(plain, character)
    const start = written + plain.length
    read = index + escaped.length
    written = start + character.length
    escapes.push({ from: { start: index, end: read }, to: { start, end: written } })
  }
  if (escapes.length === 0) return null
  pieces.push(text.slice(read))
  const origin = ({ start, end }: Range): Range =>
    reading.origin({ start: placeOf(escapes, start, 'start'), end: placeOf(escapes, end, 'end') })
  return { text: pieces.join(''), origin }
}

function characterOf(escaped: string): string {
  if (escaped.startsWith('%')) {
    try {
      return decodeURIComponent(escaped)
    } catch {
      return Buffer.from(escaped.replaceAll('%', ''), 'hex').toString('latin1')
    }
  }
  if (escaped.length === 6) return String.fromCharCode(Number.parseInt(escaped.slice(2), 16))
  return CONTROLS[escaped[1] ?? ''] ?? escaped.slice(1)
}

const CONTROLS: { readonly [letter: string]: string } = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' }

/** Where a place of the decoded text was; one within an escape is the beginning or the end of it. */
function placeOf(
  escapes: readonly { readonly from: Range; readonly to: Range }[],
  place: number,
  side: 'start' | 'end',
): number {
  let [low, high] = [0, escapes.length]
  // The last escape that begins before the place, or at it.
  while (low < high) {
    const middle = (low + high) >> 1
    if ((escapes[middle]?.to.start ?? 0) <= place) low = middle + 1
    else high = middle
  }
  const last = escapes[low - 1]
  if (last === undefined) return place
  const { from, to } = last
  if (place >= to.end) return from.end + (place - to.end)
  return side === 'start' || place === to.start ? from.start : from.end
}

/**
 * What stands in a text as base64, where it is of so many characters at least; from each of the places at which it may begin,
 * for a run may follow a word without a space.
 */
export function* base64In(text: string, least: number): Generator<{ readonly range: Range; readonly text: string }> {
  const least_written = Math.ceil((least * 4) / 3)
  if (text.length < least_written) return
  for (const { 0: run, index } of text.matchAll(BASE64)) {
    if (run.length < least_written) continue
    for (let skipped = 0; skipped < 4; skipped += 1)
      yield {
        range: { start: index, end: index + run.length },
        text: Buffer.from(run.slice(skipped), 'base64').toString('latin1'),
      }
  }
}
