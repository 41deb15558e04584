import type { Range } from './decoded.ts'

/** A shorter one would be found in any text. */
const MIN_SECRET_CHARS = 8

/** Pairs of ASCII characters, by their codes: most places of a text begin with none that a secret begins with. */
const PAIRS = 128 * 128

/** Texts that open something, to be found wherever they stand: those of all sandboxes of a server, or of one. */
export class KnownSecrets {
  /** By length, how often each was added. */
  readonly #byLength = new Map<number, Map<string, number>>()
  readonly #beginnings = new Uint8Array(PAIRS)

  add(secret: string): void {
    const { length } = secret
    if (length < MIN_SECRET_CHARS) return
    const known = this.#byLength.get(length) ?? new Map<string, number>()
    this.#byLength.set(length, known)
    known.set(secret, (known.get(secret) ?? 0) + 1)
    this.#beginnings[pairAt(secret, 0)] = 1
  }

  /** One that opens nothing any more. */
  forget(secret: string): void {
    const known = this.#byLength.get(secret.length)
    const times = known?.get(secret)
    if (known === undefined || times === undefined) return
    if (times > 1) known.set(secret, times - 1)
    else known.delete(secret)
    if (known.size === 0) this.#byLength.delete(secret.length)
  }

  /** The length of the shortest one; without any, more than every text has. */
  get shortest(): number {
    let least = Number.POSITIVE_INFINITY
    for (const length of this.#byLength.keys()) if (length < least) least = length
    return least
  }

  /** Where any of them stands in a text: in a time that does not grow with their number. */
  find(text: string): Range[] {
    const found: Range[] = []
    const { shortest } = this
    for (let start = 0; start + shortest <= text.length; start += 1) {
      if (this.#beginnings[pairAt(text, start)] === 0) continue
      for (const [length, known] of this.#byLength)
        if (start + length <= text.length && known.has(text.slice(start, start + length)))
          found.push({ start, end: start + length })
    }
    return found
  }
}

const pairAt = (text: string, at: number): number =>
  ((text.charCodeAt(at) & 127) << 7) | (text.charCodeAt(at + 1) & 127)

/** A step of a path that is as long, and has digits, is no word. */
const MIN_STEP_CHARS = 16

/** What of an address may be a secret: its password, alone and as Basic auth has it, its parameters, its unreadable steps. */
export function secretsInUrl(url: string): string[] {
  if (!URL.canParse(url)) return []
  const { username, password, pathname, searchParams } = new URL(url)
  const [user, word] = [decoded(username), decoded(password)]
  const steps = pathname.split('/').filter((step) => step.length >= MIN_STEP_CHARS && /\d/.test(step))
  return [
    ...(word === '' ? [] : [word, Buffer.from(`${user}:${word}`).toString('base64')]),
    ...steps,
    ...searchParams.values(),
  ]
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}
