// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what a terminal must not be given
const CONTROL = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/g

const NAMED: { readonly [character: string]: string } = { '\n': '\\n', '\r': '\\r', '\t': '\\t' }

/** What came from a client as one line, without anything that a terminal would obey. */
export const printable = (text: string): string =>
  text.replace(
    CONTROL,
    (character) => NAMED[character] ?? `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
