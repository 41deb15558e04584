import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Operation } from '../../src/operation.ts'
import { operations } from '../../src/routes/operations.ts'
import { serveUntilStopped, type TestServer } from '../harness.ts'
import { declaredFields } from './declared-fields.ts'
import { changed, fromValue, raw, textOf } from './json-text.ts'
import { type Scene, setScene } from './scene.ts'
import { validRequest } from './valid-requests.ts'

/** Requests may send a number as a number or as text (tevo-api.md §2.5): what one gets the other gets too. */

let server: TestServer
let scene: Scene
let initial: string
beforeAll(async () => {
  server = await serveUntilStopped({ clock_ms: Date.UTC(2026, 0, 1) })
  scene = await setScene(server)
  initial = await server.snapshot()
})
afterAll(() => server.stop())

const NUMBERS = ['12', '111111', '1234567890123456']

const takeBodies = operations.filter(
  (operation): operation is Operation => operation.emulated && operation.input?.().body !== undefined,
)

test.for(takeBodies.map((operation) => [operation.id, operation] as const))('%s', async ([, operation]) => {
  const body = operation.input?.().body
  const { as, path, body: valid } = validRequest(server, scene, operation)
  const json = fromValue(valid ?? {})
  const send = async (text: string) => {
    const { status } = await server.call(operation.method, path, { body: text, as })
    await server.restore(initial)
    return status
  }

  const different: string[] = []
  for (const field of body === undefined ? [] : declaredFields(body)) {
    if (!field.takes.has('number') || !field.takes.has('string')) continue
    for (const number of NUMBERS) {
      const asNumber = await send(textOf(changed(json, field.path, () => raw(number))))
      const asText = await send(textOf(changed(json, field.path, () => raw(`"${number}"`))))
      if (asNumber !== asText)
        different.push(`${field.path.join('/')}: ${number} → ${asNumber}, "${number}" → ${asText}`)
    }
  }
  expect(different).toEqual([])
})
