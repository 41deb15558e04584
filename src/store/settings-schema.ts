import * as z from 'zod'
import { once } from '../once.ts'
import { type AccountSettings, DEFAULT_SETTINGS, MAX_JOURNAL_ENTRIES } from './settings.ts'
import {
  BUYER_NOTIFICATIONS,
  CASTS,
  FRAUD_DESKS,
  GATEWAYS,
  ORDER_REVIEWS,
  RATE_LIMIT_STATUSES,
  TICKET_GROUPS_INDEXES,
} from './words.ts'

const MAX_WINDOW_S = 366 * 86_400
const MAX_LAG_S = 3_600
const MAX_TTL_S = 30 * 86_400

const seconds = (min: number, max: number) => wholeNumber('seconds', min, max)

const wholeNumber = (of: string, min: number, max: number) => {
  const error = ({ input }: { readonly input?: unknown }) =>
    `${JSON.stringify(input)} is not a number of ${of}: give a whole number from ${min} to ${max}`
  return z.int({ error }).min(min, { error }).max(max, { error })
}

/** One broker, and the fraud desk beside it. */
const CastList = () =>
  z
    .array(z.enum(CASTS))
    .min(1)
    .max(CASTS.length)
    .refine((casts) => casts.filter((cast) => cast !== 'fraud-desk').length <= 1, {
      error: ({ input }) =>
        `names more than one broker: ${String(input)}; one of them can play, and fraud-desk beside it`,
    })

type SettingFields = { readonly [Name in keyof AccountSettings]: z.ZodType<AccountSettings[Name]> }

/** Some settings, or all. */
export const SettingsPatch = once(() =>
  z
    .strictObject({
      rate_limit: z
        .strictObject({
          requests: z.int().min(1),
          window_s: z.int().min(1).max(MAX_WINDOW_S),
          status: z.literal(RATE_LIMIT_STATUSES).default(429),
        })
        .nullable(),
      price_check: z.boolean(),
      signature_check: z.boolean(),
      signature_required: z.boolean(),
      fraud: z.enum(FRAUD_DESKS),
      fraud_blocks_accept: z.boolean(),
      minfraud: z.boolean(),
      auto_cancel: z.boolean(),
      gateway: z.enum(GATEWAYS),
      order_review: z.enum(ORDER_REVIEWS),
      ticket_groups_index: z.enum(TICKET_GROUPS_INDEXES),
      webhook_retries: z.boolean(),
      buyer_notifications: z.enum(BUYER_NOTIFICATIONS),
      autopilot: z.union([z.enum(CASTS), CastList()], {
        error: `is one of ${CASTS.join(', ')}, or a list of them`,
      }),
      index_lag_s: seconds(0, MAX_LAG_S),
      ttl_s: seconds(1, MAX_TTL_S).nullable(),
      journal_entries: wholeNumber('requests', 1, MAX_JOURNAL_ENTRIES),
      redact: z.boolean(),
    } satisfies SettingFields)
    .partial(),
)

/** The settings that a patch gives. */
export const settingsIn = (patch: z.output<ReturnType<typeof SettingsPatch>>): Partial<AccountSettings> =>
  Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined))

/** As a data file has them. One that is older than a setting has the setting's default. */
export const AllSettings = once(() =>
  SettingsPatch().transform((patch): AccountSettings => ({ ...DEFAULT_SETTINGS, ...settingsIn(patch) })),
)
