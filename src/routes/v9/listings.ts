import * as z from 'zod'
import { defineOperation } from '../../operation.ts'
import { searchTicketGroups } from '../../rules/inventory/search.ts'
import { findSeenGroup } from '../../rules/inventory/ticket-groups.ts'
import { Refusal } from '../../rules/refusal.ts'
import { id } from '../../wire/fields.ts'
import { inOrder } from '../../wire/order-by.ts'
import { listingFields, listingSortKeys, noPages, pageParameter } from '../../wire/ticket-group-query.ts'
import { groupListShape, ListingShape } from '../../wire/ticket-group-shapes.ts'
import { presentListing } from '../../wire/ticket-groups.ts'
import { EVERY_CREDENTIAL, wiki } from './sources.ts'

const listingsIndex = defineOperation({
  id: 'listings.index',
  method: 'GET',
  path: '/v9/listings',
  summary: 'All tickets that are for sale at an event, on one page.',
  source: wiki(2853797930),
  fidelity: 'documented',
  credentials: EVERY_CREDENTIAL,
  input: () => ({
    query: z.object({
      event_id: id(),
      ...listingFields(),
      ...noPages(),
    }),
  }),
  indexed: true,
  status: 200,
  output: () => groupListShape(ListingShape()),
  handle: ({ tx, caller, query, note }) => {
    // T2: measured as a 400.
    const unwanted = pageParameter(query)
    if (unwanted !== undefined)
      throw new Refusal({ kind: 'bad-request', message: `Listings have no pages: leave ${unwanted} out` })
    const groups = inOrder(searchTicketGroups(tx, caller, query), query.order_by, listingSortKeys, note)
    return { total_entries: groups.length, ticket_groups: groups.map((group) => presentListing(tx, caller, group)) }
  },
})

const listingsShow = defineOperation({
  id: 'listings.show',
  method: 'GET',
  path: '/v9/listings/:id',
  summary: 'One ticket group, as it is for sale now.',
  source: wiki(2895052808),
  fidelity: 'documented',
  credentials: EVERY_CREDENTIAL,
  status: 200,
  output: ListingShape,
  handle: ({ tx, caller, params }) => presentListing(tx, caller, findSeenGroup(tx, caller, params.id)),
})

export const listings = [listingsIndex, listingsShow]
