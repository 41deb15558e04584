import * as z from 'zod'
import { defineOperation } from '../../operation.ts'
import { BROKERS, RUBY_CLIENT, wiki } from './sources.ts'

/** What a setting looks like no source shows: both were only seen of an account that has none (RB-fix settings.yml). */
const SettingsShape = () => z.strictObject({ settings: z.array(z.never()) })

const settingsShipping = defineOperation({
  id: 'settings.shipping',
  method: 'GET',
  path: '/v9/settings/shipping',
  summary: 'The shipping settings of a credential; it has none.',
  source: RUBY_CLIENT,
  fidelity: 'recorded',
  credentials: BROKERS,
  status: 200,
  output: SettingsShape,
  handle: () => ({ settings: [] }),
})

const settingsServiceFees = defineOperation({
  id: 'settings.service_fees',
  method: 'GET',
  path: '/v9/settings/service_fees',
  summary: 'The service fee settings of a credential; it has none.',
  source: wiki(22347806),
  fidelity: 'decided',
  credentials: BROKERS,
  status: 200,
  output: SettingsShape,
  handle: () => ({ settings: [] }),
})

export const accountSettings = [settingsShipping, settingsServiceFees]
