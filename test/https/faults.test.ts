import { expect, test } from 'vitest'
import { REQUEST_PHASES } from '../../src/faults/effect.ts'
import { effects } from '../../src/faults/effects.ts'
import { DEADLINE_MS, within } from '../deadline.ts'
import { clients } from '../faults/clients.ts'
import { CREATED, ROWS, statusIn } from '../faults/rows.ts'
import { serve } from '../harness.ts'
import { orderBody } from '../orders/journey.ts'
import type { SignedRequest } from '../socket.ts'
import { useCertificates } from './certificates.ts'

const { keyPair } = useCertificates()

const ORDER: SignedRequest = {
  method: 'POST',
  target: '/v9/orders',
  body: orderBody(),
  headers: { Connection: 'close' },
}

/** Node's fetch trusts what its process trusted when it started: it is left out. */
const { fetch: _fetch, ...others } = clients

const cases = effects.flatMap(({ type, phases }) =>
  REQUEST_PHASES.filter((phase) => phases.includes(phase)).flatMap((phase) =>
    (ROWS[type] ?? []).flatMap((row) =>
      Object.entries(others).map(([client, look]) => {
        const settings = row.settings === undefined ? '' : ` ${JSON.stringify(row.settings)}`
        return [`${type}${settings} ${phase}, ${client}`, { type, phase, row, look }] as const
      }),
    ),
  ),
)

test.for(cases)('over TLS a client sees what it sees without: %s', async ([, { type, phase, row, look }]) => {
  const server = await serve({ tls: await keyPair(), clock_ms: Date.parse('2026-01-01T00:00:00Z') })
  expect(server.url).toMatch(/^https:/)
  await server.faults.arm({ phase, match: { operation: 'orders.create' }, effect: { type, ...row.settings } })

  const { sight, status } = await within(DEADLINE_MS, 'the client to come to an end', look(server, ORDER, 'fresh'))

  expect({ sight, status }).toEqual({ sight: row.sight, status: statusIn(phase, row) })
  await server.faults.disarm()
  expect((await server.post('/v9/orders', orderBody())).status).toBe(CREATED)
  await within(DEADLINE_MS, 'the server to stop', server.stop())
})
