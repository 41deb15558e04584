// @ts-check

/**
 * What the tables show of an operation; `src/operation.ts` says what each field means.
 * @typedef {{ readonly id: string, readonly method: string, readonly path: string }} Call
 * @typedef {Call & { readonly emulated: true, readonly summary: string, readonly source: string, readonly fidelity: 'recorded' | 'documented' | 'decided' }} Emulated
 * @typedef {Call & { readonly emulated: false, readonly reason: string }} Missing
 */

const MARKS = { recorded: 'recorded', documented: 'documented', decided: 'decided here' }

/**
 * The README's two tables of operations, in Markdown.
 * @param {readonly (Emulated | Missing)[]} operations
 * @returns {{ emulated: string, missing: string }}
 */
export function operationTables(operations) {
  const emulated = operations.filter((operation) => operation.emulated)
  const missing = operations.filter((operation) => !operation.emulated)
  return {
    emulated: table(
      ['call', 'what it does', 'operation', 'how we know'],
      emulated.map((operation) => [
        call(operation),
        operation.summary,
        code(operation.id),
        `[${MARKS[operation.fidelity]}](${operation.source})`,
      ]),
    ),
    missing: table(
      ['calls', 'why not'],
      byResource(missing).map(([first, ...others]) => [[first, ...others].map(call).join(', '), first.reason]),
    ),
  }
}

/**
 * Those of one resource that are missing for the same reason, together.
 * @param {readonly Missing[]} missing
 */
function byResource(missing) {
  /** @type {Map<string, [Missing, ...Missing[]]>} */
  const groups = new Map()
  for (const operation of missing) {
    const key = `${operation.id.split('.')[0]} ${operation.reason}`
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [operation])
    else group.push(operation)
  }
  return [...groups.values()]
}

/** @param {Call} operation */
const call = ({ method, path }) => code(`${method} ${path}`)

/** @param {string} text */
const code = (text) => `\`${text}\``

/**
 * @param {readonly string[]} head
 * @param {readonly (readonly string[])[]} rows
 */
function table(head, rows) {
  const line = (/** @type {readonly string[]} */ cells) => `| ${cells.join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}
