import { ClockPatch, changeClock } from '../../../routes/control/clock.ts'
import { badRequest, parsed } from '../../../routes/control/problem.ts'
import { SettingsPatch, settingsIn } from '../../../store/settings-schema.ts'
import type { Done, Visit } from '../../page.ts'
import { fieldsOf, valuesOf, type Written } from '../../schema-form.ts'
import { nextWaiting } from './waiting.ts'

const BACK = 'clock'

export async function advance(visit: Visit, { by }: { readonly by: string }): Promise<Done> {
  await changeClock(visit.sandbox, parsed(ClockPatch(), { advance: by }))
  return moved(visit)
}

/** Forward to when something falls due: it is done then. */
export async function advanceToNext(visit: Visit): Promise<Done> {
  const { sandbox, read } = visit
  const [next] = nextWaiting(read, 1)
  if (next === undefined) throw badRequest('Nothing waits for the clock: advance it by an amount')
  await changeClock(sandbox, parsed(ClockPatch(), { set: new Date(Math.max(next.at, sandbox.now())).toISOString() }))
  return moved(visit)
}

export async function freeze(visit: Visit, form: { readonly freeze: 'true' | 'false' }): Promise<Done> {
  const isFrozen = form.freeze === 'true'
  await changeClock(visit.sandbox, parsed(ClockPatch(), { freeze: isFrozen }))
  return { to: BACK, notice: isFrozen ? 'The clock stands still' : 'The clock runs' }
}

const moved = ({ sandbox }: Visit): Done => ({
  to: BACK,
  notice: `It is ${new Date(sandbox.now()).toISOString()} now; what fell due on the way is done`,
})

/** Changes those settings that are written otherwise than they are. */
export async function changeSettings({ context, sandbox }: Visit, form: Written): Promise<Done> {
  const given = parsed(SettingsPatch(), valuesOf(fieldsOf(SettingsPatch()), form, { empty: 'null' }))
  const before = new Map<string, unknown>(Object.entries(sandbox.settings))
  const changed = Object.entries(settingsIn(given)).filter(
    ([name, value]) => JSON.stringify(value) !== JSON.stringify(before.get(name)),
  )
  if (changed.length === 0) return { to: BACK, notice: 'The settings are so already' }
  await context.sandboxes.changeSettings(sandbox, Object.fromEntries(changed))
  const words = changed.map(([name, value]) => `${name} is ${JSON.stringify(value)}`)
  return { to: BACK, notice: `From the next request on: ${words.join(', ')}` }
}
