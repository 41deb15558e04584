import { describe, expect, test } from 'vitest'
import { type Phase, REQUEST_PHASES } from '../../src/faults/effect.ts'
import { effects } from '../../src/faults/effects.ts'
import { redactor } from '../../src/journal/redact.ts'
import { operations } from '../../src/routes/operations.ts'
import { until } from '../deadline.ts'
import { serve } from '../harness.ts'
import { addGroup, CLOCK_MS, hold } from '../inventory/stock.ts'
import { orderBody, sentenceIn } from '../orders/journey.ts'
import { open, parseAnswer, rawRequest } from '../socket.ts'
import { begin, factsOf, ordersFound, type Scene, scenes, undisturbed, worldOf } from './scenes.ts'

/** What came over the connection, and how it ended. */
interface Seen {
  readonly text: string
  readonly end: 'FIN' | 'RST'
  readonly took_ms: number
}

/** The answer that the same request gets when nothing goes wrong. */
interface Whole {
  readonly status: number
  readonly text: string
}

interface Sight {
  /** Beside the type. */
  readonly settings?: object
  /** What the journal says the client could see. */
  readonly status: number | null | 'as ever'
  /** The same, where nothing has been done yet. */
  readonly statusBefore?: number
  readonly check: (seen: Seen, whole: Whole, isDone: boolean) => void
}

const expectWhole = ({ text, end }: Seen, whole: Whole): void => {
  const { status, headers, body } = parseAnswer(text)
  expect({ status, body, end }).toEqual({ status: whole.status, body: whole.text, end: 'FIN' })
  expect(headers.get('content-length')).toBe(String(Buffer.byteLength(whole.text)))
}

/** What a client sees of each effect. An effect that is not here fails the test below. */
const SIGHTS: { readonly [type: string]: Sight } = {
  status: {
    settings: { status: 503, body: { error: 'Down for repairs' }, retry_after_s: 7 },
    status: 503,
    check: ({ text, end }) => {
      const { status, headers, body } = parseAnswer(text)
      expect({ status, body, end }).toEqual({ status: 503, body: '{"error":"Down for repairs"}', end: 'FIN' })
      expect(headers.get('retry-after')).toBe('7')
    },
  },
  reset: {
    status: null,
    check: ({ text, end }) => expect({ text, end }).toEqual({ text: '', end: 'RST' }),
  },
  close: {
    status: null,
    check: ({ text, end }) => expect({ text, end }).toEqual({ text: '', end: 'FIN' }),
  },
  'cut-request': {
    status: null,
    check: ({ text, end }) => expect({ text, end }).toEqual({ text: '', end: 'RST' }),
  },
  stall: {
    settings: { max_ms: 40 },
    status: null,
    check: ({ text, end, took_ms }) => {
      expect({ text, end }).toEqual({ text: '', end: 'FIN' })
      expect(took_ms).toBeGreaterThan(35)
    },
  },
  none: { status: 'as ever', check: expectWhole },
  'head-only': {
    status: 'as ever',
    statusBefore: 200,
    check: ({ text, end }, whole, isDone) => {
      const { status, headers, body } = parseAnswer(text)
      expect({ status, body, end }).toEqual({ status: isDone ? whole.status : 200, body: '', end: 'FIN' })
      expect(headers.get('content-length')).toBe(isDone ? String(Buffer.byteLength(whole.text)) : '2')
      expect(headers.get('content-type')).toBe('application/json; charset=utf-8')
    },
  },
  truncate: {
    settings: { at_fraction: 0.25 },
    status: 'as ever',
    check: ({ text, end }, whole) => {
      const { status, headers, body } = parseAnswer(text)
      const length = Buffer.byteLength(whole.text)
      expect({ status, end }).toEqual({ status: whole.status, end: 'FIN' })
      expect(headers.get('content-length')).toBe(String(length))
      expect(body).toBe(whole.text.slice(0, Math.floor(length * 0.25)))
    },
  },
  malformed: {
    status: 'as ever',
    check: ({ text, end }, whole) => {
      const { status, headers, body } = parseAnswer(text)
      expect({ status, end }).toEqual({ status: whole.status, end: 'FIN' })
      expect(headers.get('content-length')).toBe(String(body.length))
      expect(headers.get('content-type')).toBe('application/json; charset=utf-8')
      expect(() => JSON.parse(body)).toThrow(SyntaxError)
    },
  },
  'bad-chunk': {
    status: 'as ever',
    check: ({ text, end }, whole) => {
      const { status, headers, body } = parseAnswer(text)
      expect({ status, end }).toEqual({ status: whole.status, end: 'FIN' })
      expect([headers.get('transfer-encoding'), headers.get('content-length')]).toEqual(['chunked', undefined])
      const part = whole.text.slice(0, Math.floor(whole.text.length / 2))
      expect(body).toBe(`${part.length.toString(16)}\r\n${part}\r\nxyz\r\n`)
    },
  },
  garbage: {
    status: null,
    check: ({ text, end }) => {
      expect(end).toBe('FIN')
      expect(text).not.toMatch(/^HTTP/)
      expect(text.length).toBeGreaterThan(10)
    },
  },
  'slow-body': {
    settings: { chunks: 4, over_ms: 60 },
    status: 'as ever',
    check: (seen, whole) => {
      expectWhole(seen, whole)
      expect(seen.took_ms).toBeGreaterThan(55)
    },
  },
}

/** What a client can read of an answer: its body without what frames it, and all of it where it is no HTTP. */
function bodyOf({ text }: Seen): string {
  if (!text.startsWith('HTTP')) return text
  const { headers, body } = parseAnswer(text)
  return headers.get('transfer-encoding') === 'chunked' ? (body.split('\r\n')[1] ?? '') : body
}

async function ask(scene: Scene, fault: object) {
  const { server, request } = await begin(scene)
  await server.faults.arm({ id: 'on-purpose', match: { operation: scene.operation }, ...fault })
  const since = performance.now()
  const connection = open(server.url, rawRequest(server, request))
  const end = await connection.ended
  const seen = { text: connection.received(), end, took_ms: performance.now() - since }
  await server.faults.disarm()
  const entry = await server.journal.last()
  return { server, request, seen, entry }
}

test('every effect is looked at, and a domain effect by what each operation can refuse', () => {
  const ofRequests = effects.filter(({ phases }) => REQUEST_PHASES.some((phase) => phases.includes(phase)))
  const types = ofRequests.map(({ type }) => type).filter((type) => type !== 'domain')
  expect(Object.keys(SIGHTS).sort()).toEqual(types.sort())
})

test('every operation that a domain effect goes with has a scene', () => {
  const forcible = operations.flatMap((each) => (each.emulated && each.forcible !== undefined ? [each.id] : []))
  expect(scenes.map(({ operation }) => operation)).toEqual(expect.arrayContaining(forcible))
})

const wholes = new Map<Scene, ReturnType<typeof undisturbed>>()

/** It is the same each time: the clock stands still. */
function wholeOf(scene: Scene): ReturnType<typeof undisturbed> {
  const whole = wholes.get(scene) ?? undisturbed(scene)
  wholes.set(scene, whole)
  return whole
}

describe.for(scenes.map((scene): [string, Scene] => [scene.operation, scene]))('%s', ([, scene]) => {
  const cases = effects
    .filter(({ type }) => type !== 'domain')
    .flatMap(({ type, phases }) =>
      REQUEST_PHASES.filter((phase) => phases.includes(phase)).map((phase): [string, Phase] => [type, phase]),
    )

  test.for(cases)('%s %s', async ([type, phase]) => {
    const whole = await wholeOf(scene)
    const { settings, check, ...sight } = SIGHTS[type] ?? expect.fail(`nobody says what a client sees of ${type}`)
    const { server, request, seen, entry } = await ask(scene, { phase, effect: { type, ...settings } })

    // The whole point of the phase: the same sight, and the opposite truth.
    const isDone = phase === 'after-commit' || type === 'none'
    check(seen, whole, isDone)
    const status = isDone ? sight.status : (sight.statusBefore ?? sight.status)
    expect(await factsOf(server, scene)).toEqual(isDone ? scene.after : scene.before)
    expect(await worldOf(server)).toBe(isDone ? whole.after : whole.before)
    expect(entry).toMatchObject({
      operation: scene.operation,
      status: status === 'as ever' ? whole.status : status,
      faults: [{ id: 'on-purpose', phase, effect: type }],
      committed: isDone,
      created: isDone ? whole.entry.created : [],
      changed: isDone ? whole.entry.changed : [],
      signature: { verdict: phase === 'before-auth' && !isDone ? 'unchecked' : 'valid' },
      notes: whole.entry.notes,
    })
    const { response } = await server.journal.get(entry.id)
    expect(response).toMatchObject({ status: entry.status, body: redactor(false, () => []).answer(bodyOf(seen)) })
    expect(await ordersFound(server, request)).toBe(whole.found[isDone ? 'after' : 'before'])
    const header = seen.text.startsWith('HTTP') ? parseAnswer(seen.text).headers.get('x-tevo-local') : undefined
    expect(header).toBe(seen.text.startsWith('HTTP') ? `fault; id=on-purpose; request=${entry.id}` : undefined)
  })

  test.for(['before-auth', 'before-handler', 'after-commit'] as const)(
    'stall %s, until the fault is deleted',
    async (phase) => {
      const whole = await wholeOf(scene)
      const { server, request } = await begin(scene)
      await server.faults.arm({ id: 'held', match: { operation: scene.operation }, phase, effect: { type: 'stall' } })
      const connection = open(server.url, rawRequest(server, request))
      const held = await until('the held request in the journal', async () => {
        const entry = await server.journal.last()
        return entry?.faults.length > 0 && entry
      })
      const { created, changed } = whole.entry
      const made = phase === 'after-commit' ? { created, changed } : { created: [], changed: [] }
      expect(held).toMatchObject({ status: null, committed: phase === 'after-commit', ...made })
      expect(connection.received()).toBe('')

      await server.faults.disarm()

      const end = await connection.ended
      expectWhole({ text: connection.received(), end, took_ms: 0 }, whole)
      expect(await worldOf(server)).toBe(whole.after)
      const released = { id: held.id, status: whole.status, committed: true, created, changed }
      expect(await server.journal.last()).toMatchObject(released)
      expect(await ordersFound(server, request)).toBe(whole.found.after)
    },
  )
})

/** What the rules say of each, and what comes of it. */
const DOMAIN: { readonly [name: string]: RegExp } = {
  ticket_group_gone: /^Ticket group \d+ has 0 tickets left; 2 were asked for$/,
  price_rises: /^Ticket group \d+ cannot be sold below its wholesale price of \S+; the price was \S+: use discount/,
  payment_declined: /declined: 2000 Do Not Honor$|^Payment \d+ of order \d+ could not be captured: 4001/,
  eticket_rejected: /the PDF is cut short/,
}

describe('a domain effect', () => {
  const cases = scenes.flatMap((scene) => {
    const operation = operations.find(({ id }) => id === scene.operation)
    const names = operation?.emulated ? (operation.forcible ?? []) : []
    return names
      .filter((name) => name !== 'fraud_declined')
      .map((name): [string, string, Scene] => [name, scene.operation, scene])
  })

  test.for(cases)('%s in %s is refused by the rule itself, and nothing is done', async ([name, , scene]) => {
    const whole = await wholeOf(scene)
    const { server, request, seen, entry } = await ask(scene, { effect: { type: 'domain', name }, times: 1 })

    const { status, headers, body } = parseAnswer(seen.text)
    expect(status).toBe(422)
    expect(await sentenceIn(server, { body: JSON.parse(body) })).toMatch(DOMAIN[name] ?? /nobody says what it is/)
    expect(headers.get('x-tevo-local')).toBe(`fault; id=on-purpose; request=${entry.id}`)
    expect(await worldOf(server)).toBe(whole.before)
    expect(entry).toMatchObject({
      status: 422,
      faults: [{ id: 'on-purpose', phase: 'before-handler', effect: 'domain' }],
      committed: false,
      created: [],
      changed: [],
    })
    expect(await ordersFound(server, request)).toBe(whole.found.before)
  })

  test.for(scenes.slice(0, 2))('fraud_declined in $operation makes the order, which is canceled', async (scene) => {
    const { server, seen, entry } = await ask(scene, { effect: { type: 'domain', name: 'fraud_declined' } })

    expect(parseAnswer(seen.text).status).toBe(201)
    const facts = await factsOf(server, scene)
    expect(facts).toMatchObject({ orders: 2, states: 'canceled_open canceled', seats: scene.before.seats })
    expect(facts.payments).toBe('evopay canceled, credit_card voided')
    expect(entry).toMatchObject({ status: 201, committed: true })
  })

  test('price_rises is seen by the signature, too, where the account does not check prices', async () => {
    const server = await serve({ settings: { price_check: false } })
    await server.faults.arm({ effect: { type: 'domain', name: 'price_rises' } })
    const signed = orderBody(
      {},
      { ticket_group_signature: 'a35e9ba5ffee9aabd0546f676cdda3c8', ticket_group_id: 52554285 },
      FEDEX,
    )
    const { status, body } = await server.post('/v9/orders', signed)
    expect([status, body]).toEqual([
      422,
      ['OrderGroup::TicketPriceError', 'Ticket Group: Ticket Price:51.0, Buy Price:50.0'],
    ])
    expect(await sentenceIn(server, { body })).toMatch(
      /^The wholesale price of ticket group 52554285 has risen from 40\.00 to 51\.00 since/,
    )
  })

  test('tickets that are held for an order are not gone, and then the fault changes nothing', async () => {
    const server = await serve({ clock_ms: CLOCK_MS })
    const group = await addGroup(server)
    const held = await hold(server, group, { low_seat: 4, quantity: 2 })
    await server.faults.arm({
      effect: { type: 'domain', name: 'ticket_group_gone' },
      match: { operation: 'orders.create' },
    })
    const received = await server.post(
      '/v9/orders',
      orderBody({}, { ticket_group_id: group, ticket_hold_id: held.body.id }),
    )
    expect(received.status, received.text).toBe(201)
    expect((await server.journal.last()).faults).toMatchObject([{ effect: 'domain' }])
  })
})

const FEDEX = {
  type: 'FedEx',
  service_type: 'LEAST_EXPENSIVE',
  address_id: 111111,
  phone_number_id: 33333,
  email_address_id: null,
}
