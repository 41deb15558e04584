import { defineOperation } from '../../operation.ts'
import { servicesTo } from '../../rules/shipments/fedex.ts'
import { NoSettingsShape, ShippingSettingsShape } from '../../wire/account-shapes.ts'
import { presentShippingSetting } from '../../wire/accounts.ts'
import { BROKERS, PHP_CLIENT, wiki } from './sources.ts'

const settingsShipping = defineOperation({
  id: 'settings.shipping',
  method: 'GET',
  path: '/v9/settings/shipping',
  summary: "The ways of shipping to offer a customer, and their prices: FedEx's services in the United States.",
  source: PHP_CLIENT,
  fidelity: 'decided',
  credentials: BROKERS,
  status: 200,
  output: ShippingSettingsShape,
  handle: () => ({ settings: servicesTo('US').map(presentShippingSetting) }),
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
  output: NoSettingsShape,
  handle: () => ({ settings: [] }),
})

export const accountSettings = [settingsShipping, settingsServiceFees]
