import { expect, test } from 'vitest'
import { fieldOf } from '../../src/contract/places.ts'
import { shapeDrifts } from '../../src/contract/shape.ts'
import { operations } from '../../src/routes/operations.ts'
import { serve, type TestServer } from '../harness.ts'
import { orderBody } from '../orders/journey.ts'

/** Whatever one field of an answer is changed to, drift is told of that field, or of the variant that it tells apart. */

const shapeOf = (id: string) => {
  const operation = operations.find((each) => each.id === id)
  if (!operation?.emulated) throw new Error(`there is no operation ${id}`)
  return operation.output()
}

/** The pointers to all fields of objects in a value. */
function* fieldsIn(value: unknown, pointer = ''): Generator<readonly string[]> {
  if (typeof value !== 'object' || value === null) return
  for (const [key, each] of Object.entries(value)) {
    const steps = [...pointer.split('/').slice(1), key]
    if (!Array.isArray(value)) yield steps
    yield* fieldsIn(each, `${pointer}/${key}`)
  }
}

/** A copy in which one field is changed. */
function changed(value: unknown, steps: readonly string[], change: (owner: object, key: string) => void): unknown {
  const copy = structuredClone(value)
  const owner = steps.slice(0, -1).reduce<unknown>((at, step) => Reflect.get(Object(at), step), copy)
  change(Object(owner), steps.at(-1) ?? '')
  return copy
}

const ANSWERS: { readonly [operation: string]: (server: TestServer) => Promise<{ readonly body: unknown }> } = {
  'orders.create': ({ post }) => post('/v9/orders', orderBody()),
  'clients.show': ({ get }) => get('/v9/clients/107655'),
  'events.show': ({ get }) => get('/v9/events/648825'),
  'listings.index': ({ get }) => get('/v9/listings?event_id=648825'),
  'search.index': ({ get }) => get('/v9/search?q=Massive'),
}

test.for(Object.entries(ANSWERS))('every field of %s', async ([operation, answerOf]) => {
  const shape = shapeOf(operation)
  const { body } = await answerOf(await serve())
  expect(shapeDrifts(shape, body)).toEqual([])
  for (const steps of fieldsIn(body)) {
    const field = fieldOf(`/${steps.join('/')}`)
    const owner = fieldOf(
      steps
        .slice(0, -1)
        .map((step) => `/${step}`)
        .join(''),
    )
    // Its shape takes more than it names.
    if (owner.endsWith('/phone_number/phone_number')) continue
    const isOfIt = (place: string) => place === field || place === (owner || '/') || place.startsWith(`${owner}/`)
    for (const change of [
      (at: object, key: string) => Reflect.deleteProperty(at, key),
      (at: object, key: string) => Reflect.set(at, key, { strange: true }),
    ]) {
      const drifts = shapeDrifts(shape, changed(body, steps, change))
      // A value may be anything in a few places.
      if (drifts.length === 0) expect(field).toMatch(/eticket_thumbnails|substitutions/)
      for (const drift of drifts) expect(isOfIt(drift.field), `${field}: ${JSON.stringify(drift)}`).toBe(true)
    }
    const more = shapeDrifts(
      shape,
      changed(body, steps, (at) => Reflect.set(at, 'strange', 1)),
    )
    expect(more, field).toEqual([
      { kind: 'unknown', field: `${owner}/strange`, expected: 'no such field', got: 'a number' },
    ])
  }
})
