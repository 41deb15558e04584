import { addEmailAddress, setPrimaries } from '../../rules/clients/clients.ts'
import { definedFields } from '../../rules/defined-fields.ts'
import { EmailAddressFields, EmailAddressUpdate, emailAddressOf, emailFlags } from '../../wire/client-input.ts'
import { EmailAddressShape } from '../../wire/client-shapes.ts'
import { presentEmailAddress } from '../../wire/clients.ts'
import { clientPropertyOperations } from './client-property.ts'
import { PHP_CLIENT, wiki } from './sources.ts'

export const emailAddresses = clientPropertyOperations({
  table: 'email_addresses',
  noun: 'an email address',
  sources: {
    index: PHP_CLIENT,
    show: PHP_CLIENT,
    create: wiki(983146),
    update: wiki(27394200),
    delete: wiki(27394202),
  },
  fidelity: { create: 'documented', update: 'decided' },
  fields: EmailAddressFields,
  changes: EmailAddressUpdate,
  shape: EmailAddressShape,
  createHasCounters: false,
  create: ({ tx, client }, entry) => addEmailAddress(tx, client.id, emailAddressOf(entry)),
  update: ({ tx, client }, email, { is_primary, ...changes }) => {
    tx.put('email_addresses', { ...email, ...definedFields(changes), updated_at: tx.now })
    setPrimaries(tx, client.id, email.id, emailFlags({ is_primary }))
  },
  release: ({ tx, client }, { id }) => setPrimaries(tx, client.id, id, { primary_email_address_id: false }),
  present: (_read, client, email) => presentEmailAddress(client, email),
})
