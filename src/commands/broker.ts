import { readFile } from 'node:fs/promises'
import * as z from 'zod'
import { brokerService } from '../broker/service.ts'
import type { StockFile } from '../broker/stock.ts'
import { type Listening, listenOn } from '../http/server.ts'
import { codeOf, messageOf, Problem } from '../problem.ts'
import { wrongs } from '../shorten.ts'
import { readBrokerFlags } from './broker-flags.ts'
import { stopAtSignals } from './stop-at-signals.ts'

/** `tevo-local broker`: a small broker's service, until a signal comes. Resolves when it listens. */
export async function brokerCommand(args: readonly string[]): Promise<undefined> {
  const { host, port, key, stock } = readBrokerFlags(args)
  const serving: { server?: Listening } = {}
  stopAtSignals(serving)
  process.stdout.on('error', () => {})
  const file = stock === undefined ? null : await readStock(stock)
  serving.server = await listenOn(brokerService({ key, stock: file }), { host, port })
  const { url } = serving.server
  const tickets = file === null ? '1,000 tickets of each remote_id' : `the tickets of ${stock}`
  process.stdout.write(`tevo-local broker listens on ${url}, with ${tickets}; GET ${url}/ shows what it was told\n`)
}

const Stock = z.record(z.string(), z.int('is a whole number of tickets').min(0, 'is a number of tickets from 0'))

const EXAMPLE = '{"1103801": 40}'

async function readStock(path: string): Promise<StockFile> {
  const text = await readFile(path, 'utf8').catch((problem: unknown) => {
    throw new Problem(`--stock ${path} cannot be read: ${codeOf(problem)}; give a JSON file such as ${EXAMPLE}`)
  })
  const stock = Stock.safeParse(jsonOf(path, text))
  if (stock.success) return stock.data
  throw new Problem(`--stock ${path}: ${wrongs(stock.error.issues)}; it is such as ${EXAMPLE}`)
}

function jsonOf(path: string, text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (problem) {
    const detail = messageOf(problem).replaceAll('\n', ' ').slice(0, 120)
    throw new Problem(`--stock ${path} is not JSON: ${detail}; give a file such as ${EXAMPLE}`)
  }
}
