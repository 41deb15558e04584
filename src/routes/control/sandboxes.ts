import type { HttpBindings } from '@hono/node-server'
import { type Context, Hono } from 'hono'
import type { ServerContext } from '../../http/context.ts'
import { isOverHttps } from '../../http/passed-on.ts'
import { worldIn } from '../../options.ts'
import type { Sandbox } from '../../sandbox/sandbox.ts'
import { exportWorld } from '../../store/world.ts'
import { showClock } from './clock.ts'
import { parsed, readJson, sandboxOf, withWorld } from './problem.ts'
import { reproduceCommand } from './reproduce.ts'
import { makeOptionsOf, SandboxRequest } from './sandbox-request.ts'
import { othersOf, tellOthers } from './tell-others.ts'

/** The sandboxes themselves: what there are, and to make, reset, export, replace and delete one. */
export function sandboxRoutes(context: ServerContext): Hono<{ Bindings: HttpBindings }> {
  const { sandboxes, registry } = context
  const routes = new Hono<{ Bindings: HttpBindings }>()
  const describe = (c: Context<{ Bindings: HttpBindings }>, sandbox: Sandbox) =>
    c.json(describeSandbox(context, sandbox, baseUrlOf(context, c)))

  const list = async (c: Context<{ Bindings: HttpBindings }>) => {
    const base_url = baseUrlOf(context, c)
    const lines = sandboxes.all().map((sandbox) => {
      const { name, seed } = sandbox
      return { name, base_url, seed, clock: showClock(sandbox) }
    })
    // Of those that other processes have, the tables say no more than the names.
    const own = new Map(lines.map((line) => [line.name, line]))
    const names = await sandboxNames(context)
    return c.json({ sandboxes: names.map((name) => own.get(name) ?? { name, base_url }) })
  }

  routes.get('/', list)

  routes.delete('/', async (c) => {
    const { several } = context
    const others = several === undefined ? [] : await othersOf(several)
    await registry.deleteAll()
    if (several !== undefined) await tellOthers(others, several, c.env.incoming)
    return list(c)
  })

  routes.post('/', async (c) => {
    const options = await makeOptionsOf(
      parsed(SandboxRequest(), await readJson(c, { whenEmpty: {}, limits: withWorld(3) })),
    )
    return c.json(accessTo(await registry.make(options), baseUrlOf(context, c)), 201)
  })

  routes.get('/:name', (c) => describe(c, sandboxOf(context, c)))

  routes.delete('/:name', async (c) => {
    await registry.delete(sandboxOf(context, c))
    return c.body(null, 204)
  })

  routes.post('/:name/reset', async (c) => {
    const sandbox = sandboxOf(context, c)
    sandbox.reset()
    return describe(c, sandbox)
  })

  routes.get('/:name/world', (c) => {
    return c.json(exportWorld(sandboxOf(context, c).state()))
  })

  routes.put('/:name/world', async (c) => {
    sandboxOf(context, c)
    const world = await worldIn(await readJson(c, { limits: withWorld(2) }))
    // Looked up again: it may have been deleted while the world came.
    const sandbox = sandboxOf(context, c)
    await registry.replaceWorld(sandbox, world)
    return describe(c, sandbox)
  })

  return routes
}

/** The address that the server was told to give; else the one under which whoever asks has reached it. */
export function baseUrlOf({ baseUrl }: ServerContext, c: Context<{ Bindings: HttpBindings }>): string {
  if (baseUrl !== undefined) return baseUrl
  const { incoming } = c.env
  return `${isOverHttps(incoming) ? 'https' : 'http'}://${incoming.headers.host}`
}

/** The names of all sandboxes, also of those that other processes have. */
export async function sandboxNames({ sandboxes, several }: ServerContext): Promise<string[]> {
  return (several === undefined ? sandboxes.all() : await several.ownership.list()).map(({ name }) => name)
}

/** All that a test needs to talk to a sandbox. */
export function accessTo(sandbox: Sandbox, base_url: string) {
  const credentials = sandbox.credentials()
  return {
    name: sandbox.name,
    base_url,
    seed: sandbox.seed,
    credentials: Object.fromEntries(credentials.map(({ name, token, secret }) => [name, { token, secret }])),
    env: environmentOf(sandbox, base_url),
  }
}

/** What a test's process takes from its environment; a world without a processor brings none. */
export function environmentOf(sandbox: Sandbox, base_url: string) {
  const credentials = sandbox.credentials()
  const named = new Map(credentials.map((credential) => [credential.name, credential]))
  const website = named.get('website') ?? credentials[0]
  const processor = named.get('processor')
  return {
    TEVO_BASE_URL: base_url,
    ...(website && { TEVO_API_TOKEN: website.token, TEVO_API_SECRET: website.secret }),
    ...(processor && { TEVO_PROCESSOR_TOKEN: processor.token, TEVO_PROCESSOR_SECRET: processor.secret }),
    TEVO_CONTROL_URL: `${base_url}/_local/sandboxes/${sandbox.name}`,
  }
}

/** A sandbox as it is now, and how to make it again. */
function describeSandbox(context: ServerContext, sandbox: Sandbox, base_url: string) {
  return {
    ...accessTo(sandbox, base_url),
    credentials: Object.fromEntries(
      sandbox.credentials().map(({ name, type, token, secret }) => [name, { type, token, secret }]),
    ),
    clock: showClock(sandbox),
    settings: sandbox.settings,
    reproduce: reproduceCommand(context, sandbox, base_url),
  }
}
