import * as z from 'zod'
import { defineOperation } from '../../operation.ts'
import { findPin, pinEvent } from '../../rules/catalogue/pins.ts'
import { presentEvent } from '../../wire/catalogue.ts'
import { EventShape } from '../../wire/catalogue-shapes.ts'
import { createdShape, deletedShape } from '../../wire/client-shapes.ts'
import { batch } from '../../wire/envelopes.ts'
import { flag, id } from '../../wire/fields.ts'
import { pageFields, pageOf, pageQuery, pageShape } from '../../wire/pages.ts'
import { ListedPinShape, PinShape, presentEmbedded, presentPin } from '../../wire/pins.ts'
import { BROKERS, EVERY_CREDENTIAL, PHP_CLIENT } from './sources.ts'

/** Pins of events. The model is a batch of records with an id of another one, such as companies (RB-fix company). */

const spec = { source: PHP_CLIENT, fidelity: 'decided', credentials: BROKERS } as const

const pinsIndex = defineOperation({
  ...spec,
  id: 'pins.index',
  method: 'GET',
  path: '/v9/pins',
  summary: 'What your brokerage has pinned, newest first; with `embedded`, only the id and the url of each.',
  input: () => ({ query: z.object({ ...pageFields, embedded: flag().default(false) }) }),
  indexed: true,
  status: 200,
  output: () => pageShape('pins', ListedPinShape()),
  handle: ({ tx, caller, query }) => {
    const records = tx.find('pins', 'by_account', caller.account)
    const total = tx.count('pins', 'by_account', caller.account)
    return pageOf('pins', query, { records, total }, query.embedded ? presentEmbedded : presentPin)
  },
})

const pinsShow = defineOperation({
  ...spec,
  id: 'pins.show',
  method: 'GET',
  path: '/v9/pins/:pin_id',
  summary: 'One pin.',
  status: 200,
  output: PinShape,
  handle: ({ tx, caller, params }) => presentPin(findPin(tx, caller, params.pin_id)),
})

const pinsCreate = defineOperation({
  ...spec,
  id: 'pins.create',
  method: 'POST',
  path: '/v9/pins',
  summary: 'Pins events for your brokerage; each can be pinned once.',
  input: () => ({ body: batch('pins', z.object({ event_id: id() })) }),
  status: 201,
  output: () => createdShape('pins', PinShape()),
  handle: ({ tx, caller, body }) => ({
    pins: body.pins.map(({ event_id }, nth) => presentPin(pinEvent(tx, caller, event_id, nth))),
  }),
})

const pinsDelete = defineOperation({
  ...spec,
  id: 'pins.delete',
  method: 'DELETE',
  path: '/v9/pins/:pin_id',
  summary: 'Takes a pin away.',
  status: 200,
  output: () => deletedShape('pins'),
  handle: ({ tx, caller, params }) => {
    const { id } = findPin(tx, caller, params.pin_id)
    tx.delete('pins', id)
    return { pins: [{ id: String(id) }] }
  },
})

/** The model is the index of events (W:9470092). */
const eventsPinned = defineOperation({
  ...spec,
  id: 'events.pinned',
  method: 'GET',
  path: '/v9/events/pinned',
  summary: 'The events that your brokerage has pinned, the newest pin first; a store has none.',
  credentials: EVERY_CREDENTIAL,
  input: () => ({ query: pageQuery() }),
  indexed: true,
  status: 200,
  output: () => pageShape('events', EventShape()),
  handle: ({ tx, caller, query }) => {
    const pinned = [...tx.find('pins', 'by_account', caller.account)].map(({ event_id }) => tx.must('events', event_id))
    const records = pinned.filter(({ deleted_at }) => deleted_at === null)
    return pageOf('events', query, { records }, (event) => presentEvent(tx, caller, event))
  },
})

export const pins = [pinsIndex, pinsShow, pinsCreate, pinsDelete, eventsPinned]
