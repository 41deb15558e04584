import type { FaultRule } from '../faults/rule.ts'
import { clockIn, hostIn, portIn, webhookIn } from '../options.ts'
import { Problem } from '../problem.ts'
import type { NewWebhook } from '../sandbox/sandbox.ts'
import type { CertificateFiles } from './certificate-files.ts'
import { parseFlags, read } from './flags.ts'
import { certificateOf, controlTokenOf, numberIn, seedFlagIn } from './serve-flags.ts'

export interface ExecFlags {
  /** The command and its words. */
  readonly command: readonly string[]
  /** The flags as they were given, to give them again. */
  readonly given: readonly string[]
  /** The URL of a server that runs already. */
  readonly connect: string | undefined
  readonly controlToken: string | undefined
  readonly host: string | undefined
  readonly port: number | undefined
  readonly certificate: CertificateFiles | undefined
  /** The name of the sandbox. */
  readonly sandbox: string | undefined
  /** The file of the world that it starts from. */
  readonly world: string | undefined
  readonly seed: number | undefined
  readonly clock_ms: number | undefined
  readonly faults: readonly FaultRule[] | undefined
  readonly webhooks: readonly NewWebhook[]
  readonly quiet: boolean
}

const EXAMPLE = 'give the command after --, such as: tevo-local exec -- npm test'

/** Throws a Problem for a flag that cannot be understood, and where there is no command. */
export async function readExecFlags(args: readonly string[]): Promise<ExecFlags> {
  const end = args.indexOf('--')
  const given = end === -1 ? args : args.slice(0, end)
  const command = end === -1 ? [] : args.slice(end + 1)
  const { values, positionals } = parseFlags(given, {
    connect: { type: 'string' },
    'control-token': { type: 'string' },
    host: { type: 'string' },
    port: { type: 'string', short: 'p' },
    cert: { type: 'string' },
    key: { type: 'string' },
    sandbox: { type: 'string' },
    world: { type: 'string' },
    seed: { type: 'string' },
    clock: { type: 'string' },
    faults: { type: 'string' },
    webhook: { type: 'string', multiple: true },
    quiet: { type: 'boolean' },
  })
  if (positionals.length > 0) throw new Problem(`"${positionals[0]}" belongs to no flag of exec: ${EXAMPLE}`)
  if (command.length === 0) throw new Problem(`exec has no command to run: ${EXAMPLE}`)
  const { connect, host, port } = values
  const ofServer = (['host', 'port', 'cert', 'key'] as const).filter((name) => values[name] !== undefined)
  if (connect !== undefined && ofServer.length > 0)
    throw new Problem(
      `--connect is for a server that runs already; leave out ${ofServer.map((name) => `--${name}`).join(' and ')}`,
    )
  return {
    command,
    given,
    connect,
    controlToken: controlTokenOf(values['control-token']),
    host: read('--host', host, hostIn),
    port: read('--port', port, (text) => portIn(numberIn(text))),
    certificate: connect === undefined ? certificateOf(values) : undefined,
    sandbox: values.sandbox,
    world: values.world,
    seed: read('--seed', values.seed, seedFlagIn),
    clock_ms: read('--clock', values.clock, clockIn),
    faults:
      values.faults === undefined ? undefined : await (await import('./faults-file.ts')).readFaultsFile(values.faults),
    webhooks: (values.webhook ?? []).flatMap((text) => read('--webhook', text, webhookIn) ?? []),
    quiet: values.quiet ?? false,
  }
}
