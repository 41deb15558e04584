import * as z from 'zod'
import { once } from '../../operation.ts'
import { A_SEED, A_TIME, clockIn, readBy, seedIn, webhookIn, worldIn } from '../../options.ts'
import type { MakeOptions } from '../../sandbox/drafts.ts'
import { SettingsPatch, settingsIn } from '../../store/settings-schema.ts'
import { FaultSpecs } from './faults.ts'
import { WebhookSpec } from './webhook-spec.ts'

export const sandboxName = () => z.string().regex(/^[a-z0-9-]{1,40}$/, 'is not a name: give 1 to 40 of a–z, 0–9 and -')

/** A longer list is refused before each of its elements is: millions of problems would fill the memory. */
const atMost = <Element extends z.ZodType>(count: number, element: Element) =>
  z.array(z.unknown()).max(count).pipe(z.array(element))

export const SandboxRequest = once(() =>
  z
    .strictObject({
      name: sandboxName(),
      world: z.unknown(),
      seed: readBy(seedIn, A_SEED),
      clock: readBy(clockIn, A_TIME),
      settings: SettingsPatch(),
      faults: FaultSpecs(),
      webhooks: atMost(100, WebhookSpec()),
      credentials: atMost(
        1_000,
        z.strictObject({
          name: z.string(),
          token: z.string().regex(/^[a-zA-Z0-9]{32}$/, 'is not a token: give 32 letters and digits'),
          secret: z.string().regex(/^\S{40}$/, 'is not a secret: give 40 characters without spaces'),
        }),
      ),
    })
    .partial(),
)

/** What to make a sandbox with; @throws WorldProblem that says what is wrong with the world. */
export async function makeOptionsOf(request: z.output<ReturnType<typeof SandboxRequest>>): Promise<MakeOptions> {
  const { name, world, seed, clock, settings = {}, faults, webhooks, credentials } = request
  return {
    name,
    world: world === undefined ? undefined : await worldIn(world),
    seed,
    clock_ms: clock,
    settings: settingsIn(settings),
    faults,
    webhooks: webhooks?.map(webhookIn),
    credentials,
  }
}
