import { ForkRequest, forkSandbox } from '../../../routes/control/fork.ts'
import { parsed } from '../../../routes/control/problem.ts'
import { makeOptionsOf, SandboxRequest } from '../../../routes/control/sandbox-request.ts'
import type { Sandbox } from '../../../sandbox/sandbox.ts'
import type { Done, Visit } from '../../page.ts'
import { type Field, fieldsOf, valuesOf, type Written } from '../../schema-form.ts'

const PAGE = 'sandboxes'

/** Of what a sandbox can be made with: what is said in a few words. A world and faults come over the control plane. */
const WRITTEN: readonly string[] = ['name', 'seed', 'clock']

export const makeFields = (): Field[] => fieldsOf(SandboxRequest()).filter(({ name }) => WRITTEN.includes(name))

export const forkFields = (): Field[] => fieldsOf(ForkRequest())

export async function make({ context }: Visit, form: Written): Promise<Done> {
  const request = parsed(SandboxRequest(), valuesOf(makeFields(), form, { empty: 'left out' }))
  return shown(await context.registry.make(await makeOptionsOf(request)), 'is made')
}

export async function fork({ context, sandbox }: Visit, form: Written): Promise<Done> {
  const request = parsed(ForkRequest(), valuesOf(forkFields(), form, { empty: 'left out' }))
  return shown(
    await forkSandbox(context, sandbox, request),
    `goes on from where “${sandbox.name}” ${request.from === undefined ? 'is' : 'was'}`,
  )
}

export function reset({ sandbox }: Visit): Done {
  sandbox.reset()
  return shown(sandbox, 'is as it began')
}

export async function deleteSandbox({ context, sandbox }: Visit): Promise<Done> {
  await context.registry.delete(sandbox)
  const { name } = context.sandboxes.defaultSandbox
  return { to: PAGE, of: name, notice: `The sandbox “${sandbox.name}” is deleted` }
}

const shown = ({ name }: Sandbox, what: string): Done => ({
  to: PAGE,
  of: name,
  notice: `The sandbox “${name}” ${what}`,
})
