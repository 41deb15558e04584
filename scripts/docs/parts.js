// @ts-check
import { layerDiagram, layerTable } from './architecture.js'
import { idsWorthKnowing, worldTables } from './default-world.js'
import { figures } from './figures.js'
import { operationTables } from './operation-tables.js'
import { orderStateDiagrams } from './order-states.js'

/**
 * What the pages are made from.
 * @typedef {{
 *   readonly operations: Parameters<typeof operationTables>[0],
 *   readonly transitions: Parameters<typeof orderStateDiagrams>[0],
 *   readonly followings: Parameters<typeof orderStateDiagrams>[1],
 *   readonly layers: import('./architecture.js').Layers,
 *   readonly world: import('./default-world.js').World,
 *   readonly counted: Omit<import('./figures.js').Counted, 'operations' | 'transitions'>,
 * }} Sources
 */

/**
 * Everything that `npm run make:docs` writes: of each page the parts between their marks.
 * @param {Sources} sources
 * @returns {{ readonly [page: string]: { readonly [name: string]: string } }}
 */
export function partsOf({ operations, transitions, followings, layers, world, counted }) {
  const { emulated, ignored, missing } = operationTables(operations)
  return {
    'README.md': {
      'ids worth knowing': idsWorthKnowing(world),
      figures: figures({ operations, transitions, ...counted }),
    },
    'docs/architecture.md': { layers: layerTable(layers), 'layer diagram': layerDiagram(layers) },
    'docs/reference/default-world.md': worldTables(world),
    'docs/reference/operations.md': {
      'emulated operations': emulated,
      'known and ignored': ignored,
      'operations not emulated': missing,
    },
    'docs/reference/order-states.md': { 'order states': orderStateDiagrams(transitions, followings) },
  }
}
