import type { Venue } from '../../store/records.ts'
import { milesBetween } from './catalogue.ts'

/** The place filters of the events and venues indexes (W:9470092). */
export interface PlaceFilters {
  readonly lat?: number | undefined
  readonly lon?: number | undefined
  /** Miles. */
  readonly within?: number | undefined
  readonly postal_code?: string | undefined
  /** `Springfield, OR` */
  readonly city_state?: string | undefined
  readonly country_code?: string | undefined
}

const DEFAULT_WITHIN_MILES = 15

/** `Springfield, OR` */
export const locationOf = ({ locality, region }: Venue): string =>
  [locality, region].filter((part) => part !== null).join(', ')

const isSame = (one: string | null, other: string): boolean => one?.toLowerCase() === other.toLowerCase()

export function isAtPlace(venue: Venue, filters: PlaceFilters): boolean {
  const { lat, lon, within = DEFAULT_WITHIN_MILES, postal_code, city_state, country_code } = filters
  if (postal_code !== undefined && !isSame(venue.postal_code, postal_code)) return false
  if (country_code !== undefined && !isSame(venue.country_code, country_code)) return false
  if (city_state !== undefined && !isSame(locationOf(venue), city_state.replace(/\s*,\s*/, ', '))) return false
  if (lat === undefined || lon === undefined) return true
  const { latitude, longitude } = venue
  if (latitude === null || longitude === null) return false
  return milesBetween({ latitude, longitude }, { latitude: lat, longitude: lon }) <= within
}
