import type { ServerContext } from '../../context.ts'
import type { Sandbox } from '../../sandbox/sandbox.ts'

/**
 * The command line that brings a sandbox back as it began: the same calls then get the same answers. What no command
 * line can carry, a whole world say, stands behind a `#`.
 */
export function reproduceCommand(context: ServerContext, sandbox: Sandbox, base_url: string): string {
  const { sandboxes } = context
  const { command, missing } = sandbox === sandboxes.fallback ? restart(context) : remake(context, sandbox, base_url)
  const notes = sandbox.isReplaced ? ['then PUT …/world, which replaced its own', ...missing] : missing
  return notes.length === 0 ? command : `${command} # ${notes.join('; ')}`
}

interface Reproduction {
  readonly command: string
  readonly missing: readonly string[]
}

function restart({ sandboxes, origin }: ServerContext): Reproduction {
  const { fallback } = sandboxes
  const flags = [`--random-seed ${fallback.seed}`, `--clock ${new Date(fallback.started_at).toISOString()}`]
  if (origin.worldFile !== undefined) flags.push(`--seed ${quoted(origin.worldFile)}`)
  if (origin.faultsFile !== undefined) flags.push(`--faults ${quoted(origin.faultsFile)}`)
  const settings = JSON.stringify(origin.settings)
  const missing = [
    ...(origin.isOwnWorld && origin.worldFile === undefined ? ['with --seed and the world that it was given'] : []),
    ...(origin.isKept ? ['with --data and its file as it was'] : []),
    ...(origin.hasFaults && origin.faultsFile === undefined ? ['then POST …/faults those that it was given'] : []),
    ...(settings === '{}' ? [] : [`then PATCH …/settings ${settings}`]),
  ]
  return { command: `npx tevo-local ${flags.join(' ')}`, missing }
}

function remake({ sandboxes, controlToken }: ServerContext, sandbox: Sandbox, base_url: string): Reproduction {
  const { world, settings = {}, faults, credentials } = sandboxes.madeWith(sandbox)
  const body = {
    name: sandbox.name,
    seed: sandbox.seed,
    clock: new Date(sandbox.started_at).toISOString(),
    ...(Object.keys(settings).length === 0 ? {} : { settings }),
    ...(faults === undefined ? {} : { faults }),
    ...(credentials === undefined ? {} : { credentials }),
  }
  const token = controlToken === null ? '' : ' -H "Authorization: Bearer $TEVO_LOCAL_CONTROL_TOKEN"'
  return {
    command: `curl -sS${token} ${quoted(`${base_url}/_local/sandboxes`)} -d ${quoted(JSON.stringify(body))}`,
    missing: world === undefined ? [] : ['with the "world" that it was given'],
  }
}

/** One word of a POSIX shell. */
const quoted = (text: string): string => (/^[\w./:-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`)
