import * as z from 'zod'
import { defineOperation, once } from '../../operation.ts'
import type { Caller } from '../../rules/caller.ts'
import { invalid, unprocessable } from '../../rules/refusal.ts'
import { isPoBox } from '../../rules/shipments/addresses.ts'
import { type DeliveryOption, ratesTo, suggestDelivery } from '../../rules/shipments/suggestion.ts'
import type { Reader } from '../../store/state.ts'
import { SERVICE_TYPES } from '../../store/words.ts'
import { AddressFields, addressOf } from '../../wire/client-input.ts'
import { createdShape } from '../../wire/client-shapes.ts'
import { batch, flat } from '../../wire/envelopes.ts'
import { id } from '../../wire/fields.ts'
import { moneyNumber } from '../../wire/print.ts'
import { DeliveryOptionShape } from '../../wire/shipment-shapes.ts'
import { BROKERS, EVERY_CREDENTIAL, PHP_CLIENT } from './sources.ts'

const GBA_DELIVERY_OPTIONS =
  'https://ticketevolution.gitbooks.io/affiliate-api-documentation/content/delivery-options.html'

const WhereTo = once(() => ({ address_id: id().nullish(), address_attributes: AddressFields().nullish() }))
type WhereTo = z.output<z.ZodObject<ReturnType<typeof WhereTo>>>

/** The address of a request: by the id of one of the caller's clients' addresses, or written out. */
function addressIn(read: Reader, caller: Caller, { address_id, address_attributes }: WhereTo, entry: number) {
  if (!address_id) return address_attributes ? addressOf(address_attributes).fields : null
  const address = read.get('addresses', address_id)
  const owner = address === undefined ? undefined : read.get('clients', address.client_id)?.account
  if (address !== undefined && owner === caller.account) return address
  throw invalid({ address_id: [`${address_id} is not an address of a client of yours`] }, entry)
}

// Two public clients of TEvo's read these four fields of its answers.
const presentOption = ({ name, provider, service_type, price_cents }: DeliveryOption) => ({
  name,
  price: moneyNumber(price_cents),
  provider,
  service_type,
})

const shipmentsSuggestion = defineOperation({
  id: 'shipments.suggestion',
  method: 'POST',
  path: '/v9/shipments/suggestion',
  summary: 'The delivery to expect for a ticket group, and its price; physical tickets need an address.',
  source: GBA_DELIVERY_OPTIONS,
  fidelity: 'decided',
  credentials: EVERY_CREDENTIAL,
  input: () => ({ body: flat(z.object({ ticket_group_id: id(), ...WhereTo() })) }),
  status: 200,
  output: DeliveryOptionShape,
  handle: ({ tx, caller, body, note }) => {
    const group = tx.get('ticket_groups', body.ticket_group_id)
    if (group === undefined) throw unprocessable(`There is no ticket group ${body.ticket_group_id}`)
    const address = addressIn(tx, caller, body, 0)
    const option = suggestDelivery(tx, group, address)
    if (option.provider === 'LocalPickup' && address !== null)
      note(
        isPoBox(address)
          ? 'FedEx does not deliver to PO boxes, so the tickets are handed over'
          : 'It is too late for FedEx, so the tickets are handed over',
      )
    return presentOption(option)
  },
})

const rateOptionsCreate = defineOperation({
  id: 'rate_options.create',
  method: 'POST',
  path: '/v9/rate_options',
  summary: "FedEx's services to an address, the cheapest first, and made-up prices for them.",
  source: PHP_CLIENT,
  fidelity: 'decided',
  credentials: BROKERS,
  input: () => ({
    body: batch('rate_options', z.object({ ...WhereTo(), service_type: z.enum(SERVICE_TYPES).nullish() })),
  }),
  status: 201,
  output: () => createdShape('rate_options', DeliveryOptionShape()),
  handle: ({ tx, caller, body }) => {
    const options = body.rate_options.flatMap((entry, nth) => {
      const address = addressIn(tx, caller, entry, nth)
      if (address === null) throw invalid({ address_id: ["can't be blank unless address_attributes is given"] }, nth)
      return ratesTo(address, entry.service_type ?? null)
    })
    return { rate_options: options.map(presentOption) }
  },
})

export const deliveryOptions = [shipmentsSuggestion, rateOptionsCreate]
