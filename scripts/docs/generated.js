// @ts-check

/**
 * The text with what stands between `<!-- name -->` and `<!-- /name -->` replaced, for each name.
 * @param {string} text
 * @param {{ readonly [name: string]: string }} parts
 */
export function withParts(text, parts) {
  return Object.entries(parts).reduce((filled, [name, part]) => {
    const [start, end] = [`<!-- ${name} -->`, `<!-- /${name} -->`]
    const [from, to] = [filled.indexOf(start), filled.indexOf(end)]
    if (from === -1 || to < from)
      throw new Error(`the text has no ${start} followed by ${end}: write both where the part goes`)
    return `${filled.slice(0, from)}${start}\n\n${part}\n\n${filled.slice(to)}`
  }, text)
}
