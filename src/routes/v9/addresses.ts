import { addAddress, setPrimaries } from '../../rules/clients/clients.ts'
import { definedFields } from '../../rules/defined-fields.ts'
import { AddressFields, addressFlags, addressOf } from '../../wire/client-input.ts'
import { AddressShape } from '../../wire/client-shapes.ts'
import { presentAddress } from '../../wire/clients.ts'
import { clientPropertyOperations } from './client-property.ts'
import { PHP_CLIENT, RUBY_CLIENT, wiki } from './sources.ts'

export const addresses = clientPropertyOperations({
  table: 'addresses',
  noun: 'an address',
  sources: {
    index: PHP_CLIENT,
    show: wiki(4129333),
    create: wiki(4129337),
    update: wiki(4129342),
    delete: RUBY_CLIENT,
  },
  fidelity: { create: 'documented', update: 'documented' },
  fields: AddressFields,
  changes: AddressFields,
  shape: AddressShape,
  createHasCounters: true,
  create: ({ tx, client }, entry) => addAddress(tx, client.id, addressOf(entry)),
  update: ({ tx, client }, address, { primary, is_primary, is_primary_shipping, is_primary_billing, ...changes }) => {
    tx.put('addresses', { ...address, ...definedFields(changes), updated_at: tx.now })
    const flags = addressFlags({ primary, is_primary, is_primary_shipping, is_primary_billing })
    setPrimaries(tx, client.id, address.id, flags)
  },
  release: ({ tx, client }, { id }) =>
    setPrimaries(tx, client.id, id, {
      primary_address_id: false,
      primary_shipping_address_id: false,
      primary_billing_address_id: false,
    }),
  present: (_read, client, address) => presentAddress(client, address),
})
