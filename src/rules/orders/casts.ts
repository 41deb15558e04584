import type { TicketGroup } from '../../store/records.ts'
import type { AccountSettings } from '../../store/settings.ts'
import { CASTS, type Cast } from '../../store/words.ts'

/** Which cast plays for whom: the setting `autopilot` says so, or a group by its `remote_id`. */

type Settings = Pick<AccountSettings, 'autopilot' | 'fraud'>
type Group = Pick<TicketGroup, 'remote_id'>

/** The casts that play the owner of tickets. */
export type Broker = Exclude<Cast, 'fraud-desk'>

const isBroker = (cast: Cast | undefined): cast is Broker => cast !== undefined && cast !== 'fraud-desk'

/** `slow-broker:1103811` has a cast of its own. */
const castOfGroup = ({ remote_id }: Group): Cast | undefined =>
  remote_id === null ? undefined : CASTS.find((cast) => remote_id.startsWith(`${cast}:`))

const castsIn = ({ autopilot }: Settings): readonly Cast[] => (typeof autopilot === 'string' ? [autopilot] : autopilot)

/** Who plays the owner of a group in the orders for its tickets. */
export function brokerOf(settings: Settings, group: Group): Broker {
  const own = castOfGroup(group)
  return isBroker(own) ? own : (castsIn(settings).find(isBroker) ?? 'patient-broker')
}

/** Whether the cast `fraud-desk` checks the orders for these groups. */
export const hasFraudDesk = (settings: Settings, groups: readonly Group[]): boolean =>
  castsIn(settings).includes('fraud-desk') || groups.some((group) => castOfGroup(group) === 'fraud-desk')

/** How the fraud desk treats an order to a Client. What the setting `fraud` says goes before what a cast does. */
export const fraudDeskOf = (settings: Settings, groups: readonly Group[]): AccountSettings['fraud'] =>
  settings.fraud === 'off' && hasFraudDesk(settings, groups) ? 'hold' : settings.fraud
