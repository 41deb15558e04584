import { hostIn, isNumber, portIn } from '../options.ts'
import { Problem } from '../problem.ts'
import { parseFlags, read } from './flags.ts'

export interface BrokerFlags {
  readonly host: string
  readonly port: number
  readonly key: string | null
  /** The file of its stock. */
  readonly stock: string | undefined
}

const BROKER_PORT = 8387

/** Throws a Problem for a flag that cannot be understood. */
export function readBrokerFlags(args: readonly string[]): BrokerFlags {
  const { values, positionals } = parseFlags(args, {
    host: { type: 'string' },
    port: { type: 'string', short: 'p' },
    key: { type: 'string' },
    stock: { type: 'string' },
  })
  if (positionals.length > 0)
    throw new Problem(`"${positionals[0]}" belongs to no flag; give flags only, see tevo-local --help`)
  for (const name of ['host', 'key', 'stock'] as const)
    if (values[name] === '') throw new Problem(`--${name} is empty; give a value, or leave it out`)
  return {
    host: read('--host', values.host, hostIn) ?? '127.0.0.1',
    port: read('--port', values.port, (given) => portIn(isNumber(given) ? Number(given) : given)) ?? BROKER_PORT,
    key: values.key ?? null,
    stock: values.stock,
  }
}
