import { addAddress, given, setPrimaries } from '../../rules/clients.ts'
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
  createAnswersList: true,
  create: ({ tx, client }, entry) => addAddress(tx, client.id, addressOf(entry)),
  update: ({ tx, client }, address, { primary, is_primary_shipping, is_primary_billing, ...changes }) => {
    tx.put('addresses', { ...address, ...given(changes), updated_at: tx.now })
    setPrimaries(tx, client.id, address.id, addressFlags({ primary, is_primary_shipping, is_primary_billing }))
  },
  release: ({ tx, client }, { id }) =>
    setPrimaries(tx, client.id, id, {
      primary_address_id: false,
      primary_shipping_address_id: false,
      primary_billing_address_id: false,
    }),
  present: (_read, client, address) => presentAddress(client, address),
})
