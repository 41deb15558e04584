import * as z from 'zod'
import { once } from '../operation.ts'
import type { StockLine } from '../rules/inventory/broker-stock.ts'

/** A broker's own stock in answers: W:3319463967, W:4883120155. */

const lineFields = () => ({ id: z.int().nullable(), remote_id: z.int().positive(), event_id: z.int().nullable() })

export const StockLineShape = once(() => z.strictObject(lineFields()))
export const StockShape = once(() => z.strictObject({ inventory: StockLineShape() }))
export const NoBodyShape = once(() => z.strictObject({}))
export const StockListShape = once(() => z.array(StockLineShape()))

export const presentLine = ({ id, remote_id, event_id }: StockLine) => ({ id, remote_id: Number(remote_id), event_id })

export const presentStock = (line: StockLine) => ({ inventory: presentLine(line) })
