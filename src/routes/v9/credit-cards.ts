import { addCreditCard, checkOwnProperty, setPrimaries } from '../../rules/clients/clients.ts'
import { definedFields } from '../../rules/defined-fields.ts'
import { isDeclined } from '../../rules/money/gateway.ts'
import { invalid } from '../../rules/refusal.ts'
import { CreditCardFields, CreditCardUpdate, cardFlags, creditCardOf } from '../../wire/client-input.ts'
import { CreditCardShape } from '../../wire/client-shapes.ts'
import { presentCreditCard, refusedCard } from '../../wire/clients.ts'
import { clientPropertyOperations } from './client-property.ts'
import { RUBY_CLIENT, wiki } from './sources.ts'

const PAGE = wiki(4129312)

export const creditCards = clientPropertyOperations({
  table: 'credit_cards',
  noun: 'a credit card',
  sources: { index: PAGE, show: PAGE, create: PAGE, update: PAGE, delete: RUBY_CLIENT },
  fidelity: { create: 'documented', update: 'decided' },
  fields: CreditCardFields,
  changes: CreditCardUpdate,
  shape: CreditCardShape,
  createHasCounters: false,
  create: ({ tx, client }, entry, nth) => {
    const card = creditCardOf(entry)
    checkOwnProperty(tx, client, 'addresses', 'address_id', card.fields.address_id, nth)
    checkOwnProperty(tx, client, 'phone_numbers', 'phone_number_id', card.fields.phone_number_id, nth)
    if (isDeclined(entry.number)) throw invalid({ number: ['was declined by the bank that issued the card'] }, nth)
    return addCreditCard(tx, client.id, card)
  },
  update: ({ tx, client }, card, { primary, is_primary, ...changes }) => {
    checkOwnProperty(tx, client, 'addresses', 'address_id', changes.address_id ?? null, 0)
    checkOwnProperty(tx, client, 'phone_numbers', 'phone_number_id', changes.phone_number_id ?? null, 0)
    tx.put('credit_cards', { ...card, ...definedFields(changes), updated_at: tx.now })
    setPrimaries(tx, client.id, card.id, cardFlags({ primary, is_primary }))
  },
  release: ({ tx, client }, { id }) => setPrimaries(tx, client.id, id, { primary_credit_card_id: false }),
  refused: refusedCard,
  present: presentCreditCard,
})
