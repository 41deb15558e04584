import { expect, test } from 'vitest'
import { serve } from '../harness.ts'
import { signature } from '../signing/clients.ts'

const SECRET = 'springfield-website-secret-0000000000001'
const NAME = 'Wilhelmina Featherstonehaugh'
const QUERY = `name=${encodeURIComponent(NAME)}&page=1`
const BODY = JSON.stringify({
  clients: [{ name: NAME, email_addresses: [{ address: 'wilhelmina@featherstonehaugh.example' }] }],
})

test.for([
  ['POST', 'query-and-body', `/v9/clients?${QUERY}&${BODY}`],
  ['POST', 'query-and-body', `/v9/clients?${QUERY}${BODY}`],
  ['POST', 'no-question-mark', `/v9/clients${BODY}`],
  ['POST', 'no-question-mark', `/v9/clients??${BODY}`],
  ['POST', 'missing-version', `/clients?${BODY}`],
  ['POST', 'reserialised-body', `/v9/clients?${BODY.replaceAll(':', ': ').replaceAll(',', ', ')}`],
  ['GET', 'no-question-mark', `/v9/clients${QUERY}`],
  ['GET', 'no-question-mark', `/v9/clients?%3F${QUERY}`],
] as const)('%s with %s: the journal shows what was signed, and no person (%s)', async ([method, mistake, signed]) => {
  const server = await serve()
  const { host } = new URL(server.url)
  const headers = { 'X-Signature': signature(`${method} ${host}${signed}`, SECRET) }
  const body = method === 'POST' ? BODY : undefined
  const { status } = await server.call(method, `/v9/clients?${QUERY}`, { body, headers })
  expect(status).toBe(401)

  const { signature: verdict } = await server.journal.last()

  expect(verdict).toMatchObject({ mistake, signed: expect.stringContaining(`${method} ${host}`) })
  const shown = decodeURIComponent(verdict.signed)
  expect(shown).not.toContain('Wilhelmina')
  expect(shown).not.toContain('featherstonehaugh')
})
