// @ts-check
import { table } from './table.js'

/**
 * What the tables show of an operation; `src/operation.ts` says what each field means.
 * @typedef {{ readonly id: string, readonly method: string, readonly path: string }} Call
 * @typedef {Call & { readonly emulated: true, readonly summary: string, readonly source: string, readonly fidelity: 'recorded' | 'documented' | 'decided', readonly knownAndIgnored?: { readonly [parameter: string]: string } }} Emulated
 * @typedef {Call & { readonly emulated: false, readonly reason: string }} Missing
 */

const MARKS = { recorded: 'recorded', documented: 'documented', decided: 'decided here' }

/**
 * The README's tables of operations, in Markdown.
 * @param {readonly (Emulated | Missing)[]} operations
 * @returns {{ emulated: string, ignored: string, missing: string }}
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
    ignored: table(
      ['call', 'what has no effect', 'why'],
      emulated.flatMap((operation) =>
        Object.entries(operation.knownAndIgnored ?? {}).map(([parameter, why]) => [
          call(operation),
          code(parameter),
          why,
        ]),
      ),
    ),
    missing: table(
      ['calls', 'why not'],
      byResource(missing).map(([first, ...others]) => [[first, ...others].map(call).join(', '), first.reason]),
    ),
  }
}

/**
 * Groups the operations of one resource that are missing for the same reason.
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
