import { defineOperation } from '../../operation.ts'
import { findPackage } from '../../rules/shipments/tracking.ts'
import { TrackDetailsShape } from '../../wire/shipment-shapes.ts'
import { presentTrackDetails } from '../../wire/shipments.ts'
import { BROKERS, RUBY_FIXTURES } from './sources.ts'

const trackDetailsShow = defineOperation({
  id: 'track_details.show',
  method: 'GET',
  path: '/v9/track_details/:tracking_number',
  summary: 'The tracking events of a package of yours, newest first.',
  source: `${RUBY_FIXTURES}/endpoints/track_details/show.yml`,
  fidelity: 'recorded',
  credentials: BROKERS,
  status: 200,
  output: TrackDetailsShape,
  handle: ({ tx, caller, params }) => {
    const { shipment, events } = findPackage(tx, caller, params.tracking_number)
    return presentTrackDetails(tx, shipment, events)
  },
})

export const trackDetails = [trackDetailsShow]
