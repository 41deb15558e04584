import { defineOperation } from '../../operation.ts'
import {
  createStock,
  deleteStock,
  findManyStocks,
  findStock,
  type StockChanges,
  updateStock,
} from '../../rules/inventory/broker-stock.ts'
import { listStock } from '../../rules/inventory/stock-list.ts'
import { unprocessable } from '../../rules/refusal.ts'
import { envelope, flat } from '../../wire/envelopes.ts'
import { NoBodyShape, presentLine, presentStock, StockListShape, StockShape } from '../../wire/inventory.ts'
import {
  BulkChangeFields,
  BulkDeleteFields,
  bulkChangesOf,
  newStockOf,
  StockChangeFields,
  StockFields,
  StockQuery,
  stockChangesOf,
  stockFiltersOf,
} from '../../wire/inventory-input.ts'
import { BROKERS, wiki } from './sources.ts'

/** How a broker's own system keeps its stock. All of these refuse with a list of codes and messages. */
const spec = { credentials: BROKERS, refusesWithCodes: true } as const

const inventoryIndex = defineOperation({
  ...spec,
  id: 'inventory.index',
  method: 'GET',
  path: '/v9/inventory',
  summary: 'What an office of yours has sent, the lowest `remote_id` first: a bare array, whole or from a cursor on.',
  source: wiki(3319463967),
  fidelity: 'documented',
  input: () => ({ query: StockQuery() }),
  indexed: true,
  status: 200,
  output: StockListShape,
  handle: ({ tx, caller, query }) => listStock(tx, caller, stockFiltersOf(query)).map(presentLine),
})

const inventoryCreate = defineOperation({
  ...spec,
  id: 'inventory.create',
  method: 'POST',
  path: '/v9/inventory',
  summary:
    'Puts tickets up for sale under an id of your own system; for an unknown event they wait, and are not listed.',
  source: wiki(4540596259),
  // The page has the request, the statuses and that a refusal is a 400; the answer is decided after the index's entries.
  fidelity: 'documented',
  input: () => ({ body: envelope('inventory', StockFields()) }),
  status: 201,
  output: StockShape,
  handle: ({ tx, caller, body }) => presentStock(createStock(tx, caller, newStockOf(body))),
})

/** A misspelt field is not to look like a change. */
function checkNotEmpty(changes: StockChanges): StockChanges {
  const { details, ...others } = changes
  if ([...Object.values(details), ...Object.values(others)].every((value) => value === undefined))
    throw unprocessable('inventory has no field that can be changed: give price, say')
  return changes
}

const inventoryUpdate = defineOperation({
  ...spec,
  id: 'inventory.update',
  method: 'PATCH',
  path: '/v9/inventory/:inventory_id',
  summary: 'Changes a group of yours; another quantity makes its tickets anew, so none may be sold or held then.',
  source: wiki(4659118094),
  fidelity: 'documented',
  input: () => ({ body: envelope('inventory', StockChangeFields()) }),
  status: 200,
  output: StockShape,
  handle: ({ tx, caller, params, body }) => {
    const group = findStock(tx, caller, params.inventory_id)
    return presentStock(updateStock(tx, group, checkNotEmpty(stockChangesOf(body))))
  },
})

const inventoryBulkUpdate = defineOperation({
  ...spec,
  id: 'inventory.bulk_update',
  method: 'PATCH',
  path: '/v9/inventory',
  summary: 'Changes the same fields of up to 1,000 groups; answers those that are yours, or 404 where none is.',
  source: wiki(4894785537),
  fidelity: 'documented',
  input: () => ({ body: flat(BulkChangeFields()) }),
  status: 200,
  output: StockListShape,
  handle: ({ tx, caller, body }) => {
    const changes = checkNotEmpty(bulkChangesOf(body.inventory))
    return findManyStocks(tx, caller, body.ids).map((group) => presentLine(updateStock(tx, group, changes)))
  },
})

const inventoryBulkDelete = defineOperation({
  ...spec,
  id: 'inventory.bulk_delete',
  method: 'DELETE',
  path: '/v9/inventory',
  summary: 'Takes up to 1,000 groups off the market; answers those that are yours, or 404 where none is.',
  source: wiki(4883120155),
  fidelity: 'documented',
  input: () => ({ body: flat(BulkDeleteFields()) }),
  status: 200,
  output: StockListShape,
  handle: ({ tx, caller, body }) =>
    findManyStocks(tx, caller, body.ids).map((group) => presentLine(deleteStock(tx, group))),
})

const inventoryDelete = defineOperation({
  ...spec,
  id: 'inventory.delete',
  method: 'DELETE',
  path: '/v9/inventory/:inventory_id',
  summary: 'Takes a group off the market; answers 204, without a body.',
  // The call and its status are known from a broker's program alone.
  source: wiki(4883120155),
  fidelity: 'decided',
  status: 204,
  output: NoBodyShape,
  handle: ({ tx, caller, params }) => {
    deleteStock(tx, findStock(tx, caller, params.inventory_id))
    return {}
  },
})

export const inventory = [
  inventoryIndex,
  inventoryCreate,
  inventoryBulkUpdate,
  inventoryUpdate,
  inventoryBulkDelete,
  inventoryDelete,
]
