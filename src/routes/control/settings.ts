import type { HttpBindings } from '@hono/node-server'
import { Hono } from 'hono'
import * as z from 'zod'
import type { ServerContext } from '../../context.ts'
import { once } from '../../operation.ts'
import type { Settings } from '../../rules/settings.ts'
import { parsed, readJson, sandboxOf } from './problem.ts'

type SettingFields = { readonly [Name in keyof Settings]: z.ZodType<Settings[Name]> }

const MAX_WINDOW_S = 366 * 86_400

export const SettingsPatch = once(() =>
  z
    .strictObject({
      rate_limit: z
        .strictObject({
          requests: z.int().min(1),
          window_s: z.int().min(1).max(MAX_WINDOW_S),
          status: z.literal([429, 503]).default(429),
        })
        .nullable(),
      price_check: z.boolean(),
      signature_check: z.boolean(),
      signature_required: z.boolean(),
      fraud: z.enum(['off', 'approve', 'decline', 'hold']),
      fraud_blocks_accept: z.boolean(),
      minfraud: z.boolean(),
      auto_cancel: z.boolean(),
      gateway: z.enum(['braintree', 'stripe', 'none']),
      order_review: z.enum(['off', 'hold']),
      ticket_groups_index: z.enum(['serve', 'redirect']),
    } satisfies SettingFields)
    .partial(),
)

/** The settings that a patch gives. */
export const settingsIn = (patch: z.output<ReturnType<typeof SettingsPatch>>): Partial<Settings> =>
  Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined))

/** How the account that a sandbox stands for is set up; a change counts from the next request on. */
export function settingsRoutes(context: ServerContext): Hono<{ Bindings: HttpBindings }> {
  const routes = new Hono<{ Bindings: HttpBindings }>()
  routes.get('/', (c) => c.json(sandboxOf(context, c).settings))
  routes.patch('/', async (c) => {
    const patch = parsed(SettingsPatch(), await readJson(c))
    const sandbox = sandboxOf(context, c)
    sandbox.settings = { ...sandbox.settings, ...settingsIn(patch) }
    return c.json(sandbox.settings)
  })
  return routes
}
