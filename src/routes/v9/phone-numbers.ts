import { addPhoneNumber, setPrimaries } from '../../rules/clients/clients.ts'
import { definedFields } from '../../rules/defined-fields.ts'
import {
  countryCode,
  PhoneNumberFields,
  PhoneNumberUpdate,
  phoneFlags,
  phoneNumberOf,
} from '../../wire/client-input.ts'
import { PhoneNumberShape } from '../../wire/client-shapes.ts'
import { presentPhoneNumber } from '../../wire/clients.ts'
import { clientPropertyOperations } from './client-property.ts'
import { PHP_CLIENT, wiki } from './sources.ts'

export const phoneNumbers = clientPropertyOperations({
  table: 'phone_numbers',
  noun: 'a phone number',
  sources: { index: PHP_CLIENT, show: PHP_CLIENT, create: wiki(983142), update: wiki(27394170), delete: PHP_CLIENT },
  fidelity: { create: 'documented', update: 'decided' },
  fields: PhoneNumberFields,
  changes: PhoneNumberUpdate,
  shape: PhoneNumberShape,
  createHasCounters: true,
  knownAndIgnored: {
    // W:983142 named it from 2015 on, and then no longer.
    '/phone_numbers/*/area_code': 'TEvo no longer takes it: `number` has the area code',
  },
  create: ({ tx, client }, entry) => addPhoneNumber(tx, client.id, phoneNumberOf(entry)),
  update: ({ tx, client }, phone, { is_primary, country_code, ...changes }) => {
    const code = country_code === undefined ? phone.country_code : countryCode(country_code)
    tx.put('phone_numbers', { ...phone, ...definedFields(changes), country_code: code, updated_at: tx.now })
    setPrimaries(tx, client.id, phone.id, phoneFlags({ is_primary }))
  },
  release: ({ tx, client }, { id }) => setPrimaries(tx, client.id, id, { primary_phone_number_id: false }),
  present: (_read, client, phone) => presentPhoneNumber(client, phone),
})
