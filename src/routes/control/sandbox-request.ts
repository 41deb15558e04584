import * as z from 'zod'
import { once } from '../../operation.ts'
import { CLOCK_RANGE, isClockTime } from '../../sandbox/clock.ts'
import type { MakeOptions } from '../../sandbox/sandboxes.ts'
import { parseInstant } from '../../store/times.ts'
import type { World } from '../../store/world.ts'
import { FaultSpecs } from './faults.ts'
import { SettingsPatch, settingsIn } from './settings.ts'

export const SandboxRequest = once(() =>
  z
    .strictObject({
      name: z.string().regex(/^[a-z0-9-]{1,40}$/, 'is no name: 1 to 40 of a–z, 0–9 and -'),
      world: z.unknown(),
      seed: z.int().min(0),
      clock: clockTime(),
      settings: SettingsPatch(),
      faults: FaultSpecs(),
      credentials: z.array(
        z.strictObject({
          name: z.string(),
          token: z.string().regex(/^[a-zA-Z0-9]{32}$/, 'is no token: 32 letters and digits'),
          secret: z.string().regex(/^\S{40}$/, 'is no secret: 40 characters, none of them a space'),
        }),
      ),
    })
    .partial(),
)

/** A time that a clock can show, as epoch milliseconds. */
export const clockTime = () =>
  z.string().transform((text, context) => {
    const instant_ms = parseInstant(text)
    if (instant_ms !== null && isClockTime(instant_ms)) return instant_ms
    const message =
      instant_ms === null
        ? `"${text}" is no ISO 8601 time such as 2026-01-31T19:00:00Z`
        : `"${text}" is too far away: a clock shows ${CLOCK_RANGE}`
    context.addIssue({ code: 'custom', message, input: text })
    return z.NEVER
  })

/** What to make a sandbox with; @throws WorldProblem that says what is wrong with the world. */
export async function makeOptionsOf(request: z.output<ReturnType<typeof SandboxRequest>>): Promise<MakeOptions> {
  const { name, world, seed, clock, settings = {}, faults, credentials } = request
  return {
    name,
    world: world === undefined ? undefined : await checked(world),
    seed,
    clock_ms: clock,
    settings: settingsIn(settings),
    faults,
    credentials,
  }
}

// Only a foreign world is checked, so that no start-up pays for its schema.
export const checked = async (world: unknown): Promise<World> =>
  (await import('../../store/world-schema.ts')).checkWorld(world)
