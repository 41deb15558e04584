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
        .nullable()
        .describe('More requests than that in so many seconds are refused.'),
      price_check: z.boolean().describe('Refuse a price below the wholesale price of the tickets.'),
      signature_check: z.boolean().describe('Refuse an order whose ticket_group_signature is out of date.'),
      signature_required: z.boolean().describe('Refuse an order without a ticket_group_signature.'),
      fraud: z
        .enum(FRAUD_DESKS)
        .describe(
          'What the fraud desk does with an order to a client: no check, approve or decline at once, or hold it until it is told.',
        ),
      fraud_blocks_accept: z.boolean().describe('Refuse to accept an order whose fraud check is not approved.'),
      minfraud: z.boolean().describe('Require created_by_ip_address.'),
      auto_cancel: z
        .boolean()
        .describe('Cancel the sale when the purchase behind it is rejected, in place of looking for a substitute.'),
      gateway: z.enum(GATEWAYS).describe('The card gateway; with none, payments by card fail.'),
      order_review: z.enum(ORDER_REVIEWS).describe('With hold, purchases stay open until pend_to_seller.'),
      ticket_groups_index: z
        .enum(TICKET_GROUPS_INDEXES)
        .describe('With redirect, GET /v9/ticket_groups sends on to listings, as TEvo has done since 2023.'),
      webhook_retries: z.boolean().describe('Send a webhook again that was not answered with 200 or 202.'),
      buyer_notifications: z
        .enum(BUYER_NOTIFICATIONS)
        .describe(
          'Who is told what a buyer is told: the buyer of a Buy order; with all, the buyer of the order behind a sale as well.',
        ),
      autopilot: z
        .union([z.enum(CASTS), CastList()], {
          error: `is one of ${CASTS.join(', ')}, or a list of them`,
        })
        .describe('Who plays the owner of the tickets and the fraud desk: a cast, or a list of them.'),
      index_lag_s: seconds(0, MAX_LAG_S).describe('By how many seconds lists, searches and listings lag behind.'),
      ttl_s: seconds(1, MAX_TTL_S)
        .nullable()
        .describe('Delete the sandbox when nothing has called for so many seconds of real time; null keeps it.'),
      journal_entries: wholeNumber('requests', 1, MAX_JOURNAL_ENTRIES).describe('How many requests the journal keeps.'),
      redact: z.boolean().describe('Leave personal data out of what the journal shows; secrets always are.'),
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
