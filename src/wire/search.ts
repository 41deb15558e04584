import * as z from 'zod'
import { once } from '../operation.ts'
import { slugOf } from '../rules/catalogue/catalogue.ts'
import { locationOf } from '../rules/catalogue/venue-search.ts'
import type { Client, Event, Performer, Venue } from '../store/records.ts'
import type { Reader } from '../store/state.ts'
import { found } from './accounts.ts'
import { eventsOfPerformer, eventsOfVenue, upcomingEvents } from './catalogue.ts'
import { stringId, timeShape } from './client-shapes.ts'
import { time } from './print.ts'

/** The results and suggestions of the search over everything, in answers. */

// RB-fix search.yml.
export const foundPerformer = (read: Reader, performer: Performer) =>
  found('Performer', {
    id: String(performer.id),
    url: `/performers/${performer.id}`,
    name: performer.name,
    upcoming_events: upcomingEvents(read, eventsOfPerformer(read, performer)),
  })

export const foundVenue = (read: Reader, venue: Venue) =>
  found('Venue', {
    id: String(venue.id),
    url: `/venues/${venue.id}`,
    name: venue.name,
    location: locationOf(venue),
    upcoming_events: upcomingEvents(read, eventsOfVenue(read, venue)),
  })

const timeOrNull = () => timeShape().nullable()
const foundFields = () => ({
  _score: z.number(),
  id: stringId(),
  url: z.string(),
  name: z.string(),
  upcoming_events: z.strictObject({ first: timeOrNull(), last: timeOrNull() }),
})

export const ResultShape = once(() =>
  z.discriminatedUnion('_type', [
    z.strictObject({ _type: z.literal('Performer'), ...foundFields() }),
    z.strictObject({ _type: z.literal('Venue'), ...foundFields(), location: z.string() }),
  ]),
)

// As seen by a broker's client of 2026, which prints only some of the fields.
export function suggestedEvent(read: Reader, event: Event) {
  const venue = read.must('venues', event.venue_id)
  return {
    id: event.id,
    name: event.name,
    slug: slugOf(event.name),
    location: locationOf(venue),
    venue_name: venue.name,
    occurs_at: time(event.occurs_at),
  }
}

export function suggestedPerformer(read: Reader, performer: Performer) {
  const home = performer.venue_id === null ? undefined : read.must('venues', performer.venue_id)
  return {
    id: String(performer.id),
    name: performer.name,
    slug: slugOf(performer.name),
    location: home === undefined ? null : locationOf(home),
    venue_name: home?.name ?? null,
  }
}

export const suggestedVenue = (venue: Venue) => ({
  id: String(venue.id),
  name: venue.name,
  slug: slugOf(venue.name),
  location: locationOf(venue),
})

export const suggestedClient = ({ id, name }: Client) => ({ id: String(id), name })

const suggestionFields = () => ({ name: z.string(), slug: z.string() })

export const SuggestionsShape = once(() =>
  z.strictObject({
    total_entries: z.int(),
    suggestions: z.strictObject({
      events: z
        .array(
          z.strictObject({
            ...suggestionFields(),
            id: z.int(),
            location: z.string(),
            venue_name: z.string(),
            occurs_at: timeShape(),
          }),
        )
        .optional(),
      performers: z
        .array(
          z.strictObject({
            ...suggestionFields(),
            id: stringId(),
            location: z.string().nullable(),
            venue_name: z.string().nullable(),
          }),
        )
        .optional(),
      venues: z.array(z.strictObject({ ...suggestionFields(), id: stringId(), location: z.string() })).optional(),
      clients: z.array(z.strictObject({ id: stringId(), name: z.string() })).optional(),
    }),
  }),
)
