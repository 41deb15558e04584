// @ts-check
import { table } from '../docs/table.js'
import { phaseOf } from './measure.js'

/** The tables of docs/clients-and-faults.md: read, so that what is not measured again stays, and written. */

/** @typedef {import('./measure.js').Measured} Measured */
/** @typedef {ReadonlyMap<string, string>} Versions  the version of each client */

const HEAD = ['effect', 'client', 'the program sees', 'sent an order again', 'sent a read again', 'orders']

/** @param {string} page @returns {Measured[]} */
export const measuredIn = (page) =>
  rowsIn(page, 6).flatMap(([effect = '', client = '', sight = '', order = '', read = '', orders = '']) =>
    effect.startsWith('`') && client !== ''
      ? [{ effect: effect.slice(1, -1), client, sight, order, read, orders }]
      : [],
  )

/** @param {string} page @returns {Map<string, string>} */
export const versionsIn = (page) =>
  new Map(rowsIn(page, 4).flatMap(([client = '', version = '']) => (client === 'client' ? [] : [[client, version]])))

/** @param {string} page @param {number} width */
const rowsIn = (page, width) =>
  page
    .split('\n')
    .filter((line) => line.startsWith('| ') && !line.startsWith('| ---'))
    .map((line) =>
      line
        .slice(2, -2)
        .split(' | ')
        .map((cell) => cell.trim()),
    )
    .filter((cells) => cells.length === width)

/**
 * @param {readonly import('./measure.js').Effect[]} effects
 * @param {readonly string[]} clients  in their order
 * @param {readonly Measured[]} measured
 */
export function effectTable(effects, clients, measured) {
  const rows = effects.flatMap((effect) => {
    const type = `\`${effect.type}\``
    if (phaseOf(effect) === undefined) return [[type, '', 'nothing: it happens to what TEvo itself sends', '', '', '']]
    return clients.flatMap((client) =>
      measured
        .filter((each) => each.effect === effect.type && each.client === client)
        .map(({ sight, order, read, orders }) => [type, client, sight, order, read, orders]),
    )
  })
  return table(HEAD, rows)
}

/**
 * @param {readonly string[]} clients
 * @param {Versions} versions
 * @param {readonly Measured[]} measured
 */
export function clientTable(clients, versions, measured) {
  /** @param {string} client @param {'order' | 'read'} what */
  const after = (client, what) => {
    const rows = measured.filter((each) => each.client === client && each[what].startsWith('yes'))
    return rows.length === 0 ? 'never' : `after ${rows.map(({ effect }) => `\`${effect}\``).join(', ')}`
  }
  const rows = clients.flatMap((client) => {
    const version = versions.get(client)
    return version === undefined ? [] : [[client, version, after(client, 'order'), after(client, 'read')]]
  })
  return table(['client', 'version', 'sends an order again by itself', 'sends a read again by itself'], rows)
}
