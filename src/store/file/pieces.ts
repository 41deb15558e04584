/** The JSON of records in pieces: to print the 32 MB of a file at once takes a tenth of a second, and others wait. */

/** Characters of one piece. */
const LONG_TEXT = 256 * 1024

const isLong = (value: unknown): value is string => typeof value === 'string' && value.length > LONG_TEXT

/** What `JSON.stringify` says of a record, of whose fields any may be long. */
export function* piecesOf(record: object): Generator<string> {
  if (!Object.values(record).some(isLong)) {
    yield JSON.stringify(record)
    return
  }
  let before = '{'
  for (const [name, value] of Object.entries(record)) {
    if (value === undefined) continue
    yield `${before}${JSON.stringify(name)}:`
    if (isLong(value)) yield* piecesOfText(value)
    else yield JSON.stringify(value)
    before = ','
  }
  yield '}'
}

function* piecesOfText(text: string): Generator<string> {
  yield '"'
  for (let at = 0; at < text.length; ) {
    const piece = text.slice(at, at + LONG_TEXT)
    // The two halves of a character stay together: alone, each would be written as an escape.
    const whole = isCut(piece) ? piece.slice(0, -1) : piece
    yield JSON.stringify(whole).slice(1, -1)
    at += whole.length
  }
  yield '"'
}

const isCut = (text: string): boolean => text.length > 1 && /[\uD800-\uDBFF]$/.test(text.slice(-1))
