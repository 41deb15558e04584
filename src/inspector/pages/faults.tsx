import * as z from 'zod'
import { once } from '../../once.ts'
import { FaultsToDelete } from '../../routes/control/faults.ts'
import { action, type Page, view } from '../page.ts'
import { arm, armPreset, disarm, disarmAll } from './faults/arm.ts'
import { showArming } from './faults/arming.tsx'
import { listFaults } from './faults/list.tsx'

const ListQuery = once(() =>
  z.strictObject({
    skip: z
      .string()
      .regex(/^\d{1,6}$/, 'is not a number of rules')
      .default('0')
      .transform(Number),
  }),
)
const Nothing = once(() => z.strictObject({}))
/** Its fields are those of the effect, which is in the address. */
const RuleForm = once(() => z.record(z.string(), z.string()))
const Preset = once(() => z.strictObject({ name: z.string() }))
const Rule = once(() => z.strictObject({ id: z.string() }))

const back = () => 'faults'

/** What goes wrong on purpose: the rules that are armed, and what there is to arm. */
export const faultsPage: Page = {
  name: 'faults',
  title: 'Faults',
  views: [
    view({ path: '', live: ['request', 'delivery', 'commit'], query: ListQuery, show: listFaults }),
    view({ path: '/new/:effect', live: [], query: Nothing, show: showArming }),
  ],
  actions: [
    action({ path: '/new/:effect', back: ({ params }) => `faults/new/${params.effect}`, form: RuleForm, perform: arm }),
    action({ path: '/preset', back, form: Preset, perform: armPreset }),
    action({ path: '/disarm', back, form: Rule, perform: disarm }),
    action({ path: '/disarm_all', back, form: FaultsToDelete, perform: disarmAll }),
  ],
}
