// @ts-check

const WIDTH = 200
/** Further in than a path and its methods nothing is moved in any more: it would be a tenth of the file. */
const MAX_MARGIN = 2

/**
 * JSON for people and for `git diff`, in a third of the bytes of JSON.stringify's: what fits on a line stands on one.
 * @param {unknown} value
 */
export const compact = (value) => `${lines(value, 0)}\n`

/**
 * @param {unknown} value
 * @param {number} depth
 * @returns {string}
 */
function lines(value, depth) {
  const text = JSON.stringify(value)
  if (depth + text.length <= WIDTH || typeof value !== 'object' || value === null) return text
  const margin = ' '.repeat(Math.min(depth, MAX_MARGIN))
  const parts = Array.isArray(value)
    ? value.map((each) => lines(each, depth + 1))
    : Object.entries(value).flatMap(([key, each]) =>
        each === undefined ? [] : [`${JSON.stringify(key)}:${lines(each, depth + 1)}`],
      )
  const [open, close] = Array.isArray(value) ? '[]' : '{}'
  return `${open}\n${parts.map((part) => `${margin}${depth < MAX_MARGIN ? ' ' : ''}${part}`).join(',\n')}\n${margin}${close}`
}
