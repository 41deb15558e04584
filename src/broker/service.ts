import { createServer } from 'node:http'
import { getRequestListener } from '@hono/node-server'
import { type Context, Hono } from 'hono'
import * as z from 'zod'
import { messageOf } from '../problem.ts'
import { DEFAULT_PATHS } from '../rules/orders/integration-calls.ts'
import { HoldRequest, InvoiceRequest } from './shapes.ts'
import { type Outcome, Stock, type StockFile } from './stock.ts'

export interface BrokerOptions {
  /** What `X-Api-Key` has to be; null: anything. */
  readonly key: string | null
  /** How many tickets there are, by their remote ids; null: 1,000 of each. */
  readonly stock: StockFile | null
}

/** What it was told. */
interface Told {
  readonly at: string
  readonly method: string
  readonly path: string
  readonly body: unknown
  /** What it answered. */
  readonly status: number
  readonly answer: object | null
}

/** How much of what it was told it remembers. */
const MAX_TOLD = 1_000

/** A small broker's service: it holds, releases and invoices tickets of its own stock, and shows what it was told. */
export function brokerService({ key, stock: file }: BrokerOptions) {
  const stock = new Stock(file)
  const told: Told[] = []
  const app = new Hono()

  const answer = async (c: Context, work: (body: unknown) => Outcome): Promise<Response> => {
    const text = await c.req.text()
    const read = readBody(text)
    const isKnown = key === null || c.req.header('X-Api-Key') === key
    const { status, body } = isKnown ? outcomeOf(read, work) : WRONG_KEY
    const { method, path } = c.req
    told.push({ at: new Date().toISOString(), method, path, body: read.value, status, answer: body })
    if (told.length > MAX_TOLD) told.shift()
    return body === null ? new Response(null, { status }) : Response.json(body, { status })
  }

  app.get('/', (c) => c.json({ calls: told, ...stock.show() }))
  app.post(DEFAULT_PATHS.hold, (c) => answer(c, (body) => checked(HoldRequest(), body, (hold) => stock.hold(hold))))
  app.delete(DEFAULT_PATHS.release, (c) => answer(c, () => stock.release(c.req.param('global_id'))))
  app.post(DEFAULT_PATHS.invoice, (c) =>
    answer(c, (body) => checked(InvoiceRequest(), body, (invoice) => stock.invoice(invoice))),
  )
  app.all('*', (c) => answer(c, () => wrong(404, `${c.req.method} ${c.req.path} is not a call that a broker answers`)))
  return createServer(getRequestListener(app.fetch, { overrideGlobalObjects: false }))
}

const wrong = (status: number, error: string): Outcome => ({ status, body: { status: 'error', error } })

const WRONG_KEY = wrong(401, 'X-Api-Key is missing or wrong')

interface ReadBody {
  readonly value: unknown
  /** Why it is not JSON; null where it is, and where there is none. */
  readonly problem: string | null
}

function readBody(text: string): ReadBody {
  if (text === '') return { value: null, problem: null }
  try {
    return { value: JSON.parse(text), problem: null }
  } catch (problem) {
    return { value: text, problem: messageOf(problem) }
  }
}

const outcomeOf = ({ value, problem }: ReadBody, work: (body: unknown) => Outcome): Outcome =>
  problem === null ? work(value) : wrong(400, `The body is not JSON: ${problem}`)

function checked<Body>(schema: z.ZodType<Body>, body: unknown, work: (body: Body) => Outcome): Outcome {
  const result = schema.safeParse(body)
  return result.success ? work(result.data) : wrong(400, z.prettifyError(result.error))
}
