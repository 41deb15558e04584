const TOKEN = /["{}[\],:]/g

/** The texts of JSON, and what stands between them. It ends at a text that does not. Each character is looked at once. */
function* tokensOf(json: string): Generator<string> {
  TOKEN.lastIndex = 0
  for (let found = TOKEN.exec(json); found !== null; found = TOKEN.exec(json)) {
    const { 0: token, index } = found
    if (token !== '"') yield token
    else {
      let end = index + 1
      while (end < json.length && json[end] !== '"') end += json[end] === '\\' ? 2 : 1
      if (end >= json.length) return
      TOKEN.lastIndex = end + 1
      yield json.slice(index, end + 1)
    }
  }
}

/** A person needs a few of them to find the loop that wrote them. */
const MAX_FOUND = 20

interface Frame {
  /** The keys so far of an object; null in an array. */
  readonly keys: Set<string> | null
  step: string | number
  isKey: boolean
}

/**
 * Paths of the keys that JSON text gives more than once in one object: `/clients/0/name`. `JSON.parse` keeps the last
 * of them without a word. Text that is cut or no JSON has those found up to where it goes wrong.
 */
export function repeatedKeys(json: string): string[] {
  const found = new Set<string>()
  const frames: Frame[] = []
  for (const token of tokensOf(json)) {
    const frame = frames.at(-1)
    if (token === '{') frames.push({ keys: new Set(), step: '', isKey: true })
    else if (token === '[') frames.push({ keys: null, step: 0, isKey: false })
    else if (token === '}' || token === ']') frames.pop()
    else if (frame === undefined) return []
    else if (typeof frame.step === 'number') frame.step += token === ',' ? 1 : 0
    else if (token === ',') frame.isKey = true
    else if (token === ':') frame.isKey = false
    else if (frame.isKey) {
      frame.step = unquoted(token)
      if (frame.keys?.has(frame.step)) found.add(frames.map(({ step }) => `/${step}`).join(''))
      if (found.size === MAX_FOUND) break
      frame.keys?.add(frame.step)
    }
  }
  return [...found]
}

/** `"n\u0061me"` and `"name"` are one key. */
function unquoted(token: string): string {
  if (!token.includes('\\')) return token.slice(1, -1)
  try {
    return String(JSON.parse(token))
  } catch {
    return token
  }
}

/** The names that a request target's query gives more than once, and not as a list (`ids[]=1&ids[]=2`). */
export function repeatedFilters(target: string): string[] {
  const mark = target.indexOf('?')
  if (mark === -1) return []
  const [seen, repeated] = [new Set<string>(), new Set<string>()]
  for (const name of new URLSearchParams(target.slice(mark + 1)).keys()) {
    if (name.endsWith('[]')) continue
    if (seen.has(name)) repeated.add(name)
    seen.add(name)
  }
  return [...repeated].slice(0, MAX_FOUND)
}
