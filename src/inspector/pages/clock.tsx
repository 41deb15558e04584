import * as z from 'zod'
import { once } from '../../once.ts'
import { action, type Page, view } from '../page.ts'
import { advance, advanceToNext, changeSettings, freeze } from './clock/change.ts'
import { showClockAndSettings } from './clock/clock-view.tsx'

const Nothing = once(() => z.strictObject({}))
const By = once(() => z.strictObject({ by: z.string() }))
const Freeze = once(() => z.strictObject({ freeze: z.enum(['true', 'false']) }))
/** Its fields are the settings. */
const SettingsForm = once(() => z.record(z.string(), z.string()))

const back = () => 'clock'

/** The one clock of the sandbox, what waits for it, and how its account is set up. */
export const clockPage: Page = {
  name: 'clock',
  title: 'Clock & settings',
  views: [view({ path: '', live: ['commit'], query: Nothing, show: showClockAndSettings })],
  actions: [
    action({ path: '/advance', back, form: By, perform: advance }),
    action({ path: '/next', back, form: Nothing, perform: advanceToNext }),
    action({ path: '/freeze', back, form: Freeze, perform: freeze }),
    action({ path: '/settings', back, form: SettingsForm, perform: changeSettings }),
  ],
}
