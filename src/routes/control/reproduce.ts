import type { ServerContext } from '../../http/context.ts'
import type { Sandbox } from '../../sandbox/sandbox.ts'
import { shellWord } from '../../shell-word.ts'

/**
 * The command line that brings a sandbox back as it began: the same calls then get the same answers. What no command
 * line can carry, a whole world say, stands behind a `#`.
 */
export function reproduceCommand(context: ServerContext, sandbox: Sandbox, base_url: string): string {
  const { sandboxes } = context
  const { command, missing } =
    sandbox === sandboxes.defaultSandbox ? restart(context) : remake(context, sandbox, base_url)
  const notes = sandbox.isReplaced ? ['then PUT …/world, which replaced its own', ...missing] : missing
  return notes.length === 0 ? command : `${command} # ${notes.join('; ')}`
}

interface Reproduction {
  readonly command: string
  readonly missing: readonly string[]
}

function restart({ sandboxes, origin }: ServerContext): Reproduction {
  const { defaultSandbox } = sandboxes
  const began = new Date(defaultSandbox.began_at).toISOString()
  const flags = [`--seed ${defaultSandbox.seed}`, `--clock ${began}`]
  const { certificate } = origin
  if (certificate !== undefined) flags.push(`--cert ${shellWord(certificate.cert)} --key ${shellWord(certificate.key)}`)
  if (origin.worldFile !== undefined) flags.push(`--world ${shellWord(origin.worldFile)}`)
  if (origin.faultsFile !== undefined) flags.push(`--faults ${shellWord(origin.faultsFile)}`)
  if (origin.journalEntries !== undefined) flags.push(`--journal ${origin.journalEntries}`)
  const settings = JSON.stringify(origin.settings)
  const missing = [
    ...(origin.isOwnWorld && origin.worldFile === undefined ? ['with --world and the world that it was given'] : []),
    ...(origin.isSecure && certificate === undefined ? ['with the cert and key that it was given'] : []),
    ...(origin.isKept ? ['with --data and its file as it was'] : []),
    ...(origin.hasFaults && origin.faultsFile === undefined ? ['then POST …/faults those that it was given'] : []),
    ...(settings === '{}' ? [] : [`then PATCH …/settings ${settings}`]),
    // A URL may hold a secret, and this line is printed at the start.
    ...(origin.hasWebhooks ? ['with --webhook and the endpoints that it was given'] : []),
  ]
  const journal = origin.journalEntries === undefined ? '' : `, journal: ${origin.journalEntries}`
  if (origin.program === null)
    return { command: `startServer({ seed: ${defaultSandbox.seed}, clock: '${began}'${journal} })`, missing }
  return { command: `${origin.program} ${flags.join(' ')}`, missing }
}

function remake({ sandboxes, controlToken, origin }: ServerContext, sandbox: Sandbox, base_url: string): Reproduction {
  const { world, settings = {}, faults, webhooks = [], credentials, forkOf } = sandboxes.madeWith(sandbox)
  const body = {
    name: sandbox.name,
    seed: sandbox.seed,
    clock: new Date(sandbox.began_at).toISOString(),
    ...(Object.keys(settings).length === 0 ? {} : { settings }),
    ...(faults === undefined ? {} : { faults }),
    ...(credentials === undefined ? {} : { credentials }),
  }
  const token = controlToken === null ? '' : ' -H "Authorization: Bearer $TEVO_LOCAL_CONTROL_TOKEN"'
  const trust = origin.certificate === undefined ? '' : ` --cacert ${shellWord(origin.certificate.cert)}`
  const curl = `curl -sS${trust}${token}`
  if (forkOf !== undefined) {
    const { name, snapshot } = forkOf
    const request = { ...(snapshot === null ? {} : { from: snapshot }), name: sandbox.name }
    return {
      command: `${curl} ${shellWord(`${base_url}/_local/sandboxes/${name}/fork`)} -d ${shellWord(JSON.stringify(request))}`,
      missing: [`when "${name}" ${snapshot === null ? 'is as it was then' : `has that snapshot`}`],
    }
  }
  return {
    command: `${curl} ${shellWord(`${base_url}/_local/sandboxes`)} -d ${shellWord(JSON.stringify(body))}`,
    missing: [
      ...(world === undefined ? [] : ['with the "world" that it was given']),
      ...(webhooks.length === 0 ? [] : ['with the "webhooks" that it was given']),
    ],
  }
}
