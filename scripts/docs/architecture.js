// @ts-check
import { table } from './table.js'

/**
 * What `test/layers.ts` says of the layers, from the bottom up.
 * @typedef {{ readonly [layer: string]: { readonly about: string, readonly mayImport: readonly string[] } }} Layers
 */

/**
 * The layers from top to bottom, in Markdown: what each is for and what it may import.
 * @param {Layers} layers
 */
export function layerTable(layers) {
  const rows = Object.entries(layers).map(([name, { about }]) => [code(name), about, allowed(name, layers)])
  return table(['layer', 'what it is for', 'may import'], rows.toReversed())
}

/**
 * @param {string} name
 * @param {Layers} layers
 */
function allowed(name, layers) {
  const mayImport = layers[name]?.mayImport ?? []
  if (mayImport.length === 0) return 'nothing: it is part of the ground'
  const ground = groundOf(layers)
  const others = mayImport.filter((layer) => !ground.includes(layer))
  const names = Object.keys(layers)
  const forbidden = names.slice(0, names.indexOf(name)).filter((layer) => !mayImport.includes(layer))
  if (forbidden.length === 0 && others.length > 0) return 'everything below'
  // The shorter list is the clearer one.
  if (forbidden.length * 2 < others.length) return `everything below except ${list(forbidden)}`
  const isOnGround = ground.every((layer) => mayImport.includes(layer))
  if (!isOnGround) return list(mayImport)
  return others.length === 0 ? 'the ground' : `${list(others)}, the ground`
}

/**
 * A Mermaid diagram without the ground: an arrow for each import that no other path of arrows leads to.
 * @param {Layers} layers
 */
export function layerDiagram(layers) {
  const ground = groundOf(layers)
  const above = Object.keys(layers).filter((name) => !ground.includes(name))
  /** @param {string} name */
  const under = (name) => layers[name]?.mayImport.filter((layer) => !ground.includes(layer)) ?? []
  /** @type {Map<string, string[]>} */
  const reached = new Map()
  for (const name of above)
    reached.set(name, [...new Set(under(name).flatMap((layer) => [layer, ...(reached.get(layer) ?? [])]))])
  const arrows = above.toReversed().flatMap((name) => {
    const further = under(name).flatMap((layer) => reached.get(layer) ?? [])
    const direct = under(name).filter((layer) => !further.includes(layer))
    return direct.map((layer) => `${name} --> ${layer}`)
  })
  return ['```mermaid', 'flowchart TD', ...arrows.map((arrow) => `  ${arrow}`), '```'].join('\n')
}

/** @param {Layers} layers */
const groundOf = (layers) => Object.keys(layers).filter((name) => layers[name]?.mayImport.length === 0)

/** @param {string} text */
const code = (text) => `\`${text}\``

/** @param {readonly string[]} names */
const list = (names) => names.map(code).join(', ')
