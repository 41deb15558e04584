import { defineOperation, once } from '../../operation.ts'
import type { Caller } from '../../rules/caller.ts'
import { lookUpOwn } from '../../rules/lookup.ts'
import { isDeclined } from '../../rules/money/gateway.ts'
import { invalid } from '../../rules/refusal.ts'
import type { Office } from '../../store/records.ts'
import type { Reader } from '../../store/state.ts'
import { OfficeCreditCardShape } from '../../wire/account-shapes.ts'
import { presentOfficeCreditCard } from '../../wire/accounts.ts'
import { CreditCardFields, creditCardOf } from '../../wire/client-input.ts'
import { createdShape, deletedShape } from '../../wire/client-shapes.ts'
import { refusedCard } from '../../wire/clients.ts'
import { batch } from '../../wire/envelopes.ts'
import { pageOf, pageQuery, pageShape } from '../../wire/pages.ts'
import { BROKERS, wiki } from './sources.ts'

/** The cards that an office pays with. Only its own brokerage sees them. */

const findOwnOffice = (read: Reader, caller: Caller, id: string): Office =>
  lookUpOwn(read, 'offices', id, ({ brokerage_id }) => caller.account === `brokerage:${brokerage_id}`)

const CardFields = once(() =>
  CreditCardFields().omit({ address_id: true, phone_number_id: true, primary: true, is_primary: true }),
)

const officeCreditCardsIndex = defineOperation({
  id: 'office_credit_cards.index',
  method: 'GET',
  path: '/v9/offices/:office_id/credit_cards',
  summary: 'The credit cards of an office, newest first.',
  source: wiki(4129301),
  fidelity: 'decided',
  credentials: BROKERS,
  input: () => ({ query: pageQuery() }),
  indexed: true,
  status: 200,
  output: () => pageShape('credit_cards', OfficeCreditCardShape()),
  handle: ({ tx, caller, params, query }) => {
    const office = findOwnOffice(tx, caller, params.office_id)
    const records = tx.find('office_credit_cards', 'by_office', office.id)
    const total = tx.count('office_credit_cards', 'by_office', office.id)
    return pageOf('credit_cards', query, { records, total }, (card) => presentOfficeCreditCard(office, card))
  },
})

const officeCreditCardsCreate = defineOperation({
  id: 'office_credit_cards.create',
  method: 'POST',
  path: '/v9/offices/:office_id/credit_cards',
  summary: 'Gives an office credit cards.',
  source: wiki(4129312),
  fidelity: 'decided',
  credentials: BROKERS,
  input: () => ({ body: batch('credit_cards', CardFields()) }),
  status: 201,
  output: () => createdShape('credit_cards', OfficeCreditCardShape()),
  // A refused card is echoed without its number and code.
  echo: ({ entry }) => refusedCard(entry),
  handle: ({ tx, caller, params, body }) => {
    const office = findOwnOffice(tx, caller, params.office_id)
    const cards = body.credit_cards.map((entry, nth) => {
      if (isDeclined(entry.number)) throw invalid({ number: ['was declined by the bank that issued the card'] }, nth)
      const { address_id: _address, phone_number_id: _phone, ...card } = creditCardOf(entry).fields
      const id = tx.nextId('office_credit_cards')
      return tx.put('office_credit_cards', { ...card, id, office_id: office.id, updated_at: tx.now })
    })
    return { credit_cards: cards.map((card) => presentOfficeCreditCard(office, card)) }
  },
})

const officeCreditCardsDelete = defineOperation({
  id: 'office_credit_cards.delete',
  method: 'DELETE',
  path: '/v9/offices/:office_id/credit_cards/:credit_card_id',
  summary: 'Deletes a credit card of an office.',
  source: wiki(30572559),
  fidelity: 'decided',
  credentials: BROKERS,
  status: 200,
  output: () => deletedShape('credit_cards'),
  handle: ({ tx, caller, params }) => {
    const office = findOwnOffice(tx, caller, params.office_id)
    const { id } = lookUpOwn(tx, 'office_credit_cards', params.credit_card_id, (card) => card.office_id === office.id)
    tx.delete('office_credit_cards', id)
    return { credit_cards: [{ id: String(id) }] }
  },
})

export const officeCreditCards = [officeCreditCardsIndex, officeCreditCardsCreate, officeCreditCardsDelete]
