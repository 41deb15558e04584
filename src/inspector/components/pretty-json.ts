const TOKENS = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g
const OPENING = '{['
const CLOSING = '}]'

/** JSON with a line for each value. Numbers, escapes and doubled keys stay as they are written; other text stays as it is. */
export function prettyJson(text: string): string {
  if (!isJson(text)) return text
  let depth = 0
  let pretty = ''
  let last = ''
  const newLine = () => `\n${'  '.repeat(depth)}`
  for (const [token] of text.matchAll(TOKENS)) {
    if (CLOSING.includes(token)) {
      depth -= 1
      if (!OPENING.includes(last)) pretty += newLine()
    } else if (last !== '' && (OPENING.includes(last) || last === ',')) pretty += newLine()
    pretty += token === ':' ? ': ' : token
    if (OPENING.includes(token)) depth += 1
    last = token
  }
  return pretty
}

function isJson(text: string): boolean {
  if (!/^\s*[{[]/.test(text)) return false
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}
