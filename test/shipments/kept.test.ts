import { expect, test } from 'vitest'
import { checkWorld } from '../../src/store/world-schema.ts'
import { serve } from '../harness.ts'
import { base64, ticketPdf } from '../pdf/fixtures.ts'
import { GROUPS, move, PROVIDED_AIRBILL, ship, update } from './parcels.ts'

test('a sandbox of parcels is the same after it was written out and read back', async () => {
  const server = await serve()
  const fedEx = await ship(server)
  await move(server, fedEx.shipment, 'airbill')
  await server.act(fedEx.back, 'carrier', 'pick_up')
  const provided = await ship(server, PROVIDED_AIRBILL)
  const upload = { file: base64(await ticketPdf(['airbill'])), tracking_number: '1Z999', carrier: 'ups' }
  await move(server, provided.sold, 'upload_airbill', { as: 'website', body: upload })
  const met = await ship(server, { type: 'LocalPickup', ship_to_name: 'Moe' }, { ticket_group_id: GROUPS.nearVenue })
  await update(server, met.shipment, {
    ship_from_name: 'Ruth Powers',
    ship_from_phone_number_attributes: { number: '541-555-0177' },
    ship_from_address_attributes: { street_address: '1 Kwik-E-Mart Plaza' },
    pickup_time_range: '6 to 7 pm',
    pickup_instructions: 'By the squishee machine.',
  })
  const mobile = await ship(server, { type: 'TMMobile', email_address_id: 33333 }, { ticket_group_id: GROUPS.mobile })
  const { body: chosen } = await update(server, mobile.shipment, { mobile_transfer_type: 'TMMobileLink' })
  const link = { tm_mobile_link: 'https://example.com/transfer', transfer_source: 'axs' }
  await move(server, chosen.id, 'complete', { body: link })

  const other = await serve({ world: checkWorld(await server.world()) })
  const { tracking_number } = (await server.get(`/v9/shipments/${fedEx.shipment}`)).body
  const targets = [
    '/v9/shipments',
    '/v9/shipments/status',
    `/v9/track_details/${tracking_number}`,
    ...[fedEx, provided].map(({ shipment }) => `/v9/shipments/${shipment}/get_airbill`),
  ]
  for (const target of targets)
    for (const as of ['website', 'processor']) {
      const kept = await server.get(target, as)
      expect(kept.status, kept.text).toBe(200)
      expect((await other.get(target, as)).body, target).toEqual(kept.body)
    }
})
