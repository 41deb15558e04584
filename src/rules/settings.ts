import type { AccountSettings } from '../store/settings.ts'
import type { Forceable } from '../store/words.ts'

/** The settings of an account as one request meets them. */
export interface Settings extends AccountSettings {
  /** Of this request alone: what a fault makes go wrong in it. */
  readonly forced?: Forceable
}

/** The settings of one request in which something is to go wrong. */
export const forcing = (settings: AccountSettings, forced: Forceable): Settings => ({
  ...settings,
  forced,
  ...(forced === 'fraud_declined' ? { fraud: 'decline' } : {}),
})
