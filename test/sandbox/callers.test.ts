import { expect, test } from 'vitest'
import defaultWorld from '../../fixtures/default.json' with { type: 'json' }
import { Sandbox } from '../../src/sandbox/sandbox.ts'

/** Who calls with a token follows the records from the next request on, however often it was asked before. */

const made = () => new Sandbox({ name: 'default', world: defaultWorld, clock_ms: null })

test('a credential that acts for another office', () => {
  const sandbox = made()
  const [credential] = sandbox.credentials()
  const token = credential?.token ?? ''
  const before = sandbox.callerByToken(token)
  expect(sandbox.callerByToken(token)).toBe(before)
  const other = sandbox
    .read()
    .listAll('offices')
    .find((office) => office.id !== before?.office_id && `brokerage:${office.brokerage_id}` !== before?.account)

  sandbox.write((tx) =>
    tx.put('credentials', { ...tx.must('credentials', credential?.id ?? 0), office_id: other?.id ?? 0 }),
  )

  expect(sandbox.callerByToken(token)).toMatchObject({
    account: `brokerage:${other?.brokerage_id}`,
    office_id: other?.id,
  })
})

test('an office that goes to another brokerage', () => {
  const sandbox = made()
  const [credential] = sandbox.credentials()
  const token = credential?.token ?? ''
  const { office_id } = sandbox.callerByToken(token) ?? {}

  sandbox.write((tx) => tx.put('offices', { ...tx.must('offices', office_id ?? 0), brokerage_id: 4242 }))

  expect(sandbox.callerByToken(token)?.account).toBe('brokerage:4242')
})

test('a token that was given up, and a reset that brings it back', () => {
  const sandbox = made()
  const [credential] = sandbox.credentials()
  const token = credential?.token ?? ''
  expect(sandbox.callerByToken(token)).toBeDefined()

  sandbox.write((tx) => tx.put('credentials', { ...tx.must('credentials', credential?.id ?? 0), token: 'new' }))
  expect(sandbox.callerByToken(token)).toBeUndefined()
  expect(sandbox.callerByToken('new')?.credential.id).toBe(credential?.id)

  sandbox.reset()
  expect(sandbox.callerByToken(token)?.credential.id).toBe(credential?.id)
  expect(sandbox.callerByToken('new')).toBeUndefined()
})
