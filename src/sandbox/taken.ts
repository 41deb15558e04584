import { SandboxProblem } from './sandbox-problem.ts'

/** @throws SandboxProblem where there are as many as there may be */
export function refuseOneMore(what: 'sandboxes' | 'snapshots', count: number, most: number): void {
  if (count < most) return
  const option = what === 'sandboxes' ? 'maxSandboxes' : 'maxSnapshots'
  throw new SandboxProblem(
    'full',
    `This server has ${count} ${what}, and may have ${most}: delete some, give sandboxes a ttl_s, or start it with a higher --max-${what} (${option} of startServer)`,
  )
}

/** @throws SandboxProblem: it is another one's */
export const tokenTaken = (token: string, owner: string): SandboxProblem =>
  new SandboxProblem(
    'taken',
    `The token ${token.slice(0, 4)}… belongs to the sandbox "${owner}"; give another one, or make a sandbox with this world: it gets tokens of its own`,
  )

export const nameTaken = (name: string): SandboxProblem =>
  new SandboxProblem('taken', `There is a sandbox "${name}" already; delete it, or give another name`)
