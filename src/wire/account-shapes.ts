import * as z from 'zod'
import { once } from '../operation.ts'
import { SHIPMENT_TYPES } from '../store/words.ts'
import { CreditCardShape, moneyShape, stringId, timeShape } from './client-shapes.ts'

/** The shapes of brokerages, offices, users, accounts and settings in answers. */

const textOrNull = () => z.string().nullable()

export const AccountShape = once(() =>
  z.strictObject({
    id: stringId(),
    url: z.string(),
    currency: z.literal('USD'),
    balance: moneyShape(),
    updated_at: timeShape(),
    client: z.strictObject({ id: stringId(), name: z.string(), url: z.string() }),
  }),
)

const nestedBrokerage = () =>
  z.strictObject({ id: stringId(), url: z.string(), name: z.string(), abbreviation: z.string() })

export const BrokerageShape = once(() =>
  nestedBrokerage().extend({ natb_member: z.boolean(), updated_at: timeShape() }),
)

export const OfficeShape = once(() =>
  z.strictObject({
    id: stringId(),
    url: z.string(),
    name: z.string(),
    main: z.boolean(),
    phone: textOrNull(),
    fax: textOrNull(),
    email: z.array(z.string()),
    time_zone: textOrNull(),
    hours: z.array(z.never()),
    pos: z.boolean(),
    evopay: z.boolean(),
    evopay_discount: moneyShape(),
    fedex_pickup_dropoff_time: z.null(),
    address: z.strictObject({
      street_address: textOrNull(),
      extended_address: textOrNull(),
      locality: textOrNull(),
      region: textOrNull(),
      postal_code: textOrNull(),
      country_code: textOrNull(),
      po_box: z.boolean(),
      latitude: z.null(),
      longitude: z.null(),
    }),
    brokerage: nestedBrokerage(),
    updated_at: timeShape(),
  }),
)

export const UserShape = once(() =>
  z.strictObject({
    id: stringId(),
    url: z.string(),
    name: z.string(),
    email: z.string(),
    phone: z.strictObject({ number: textOrNull(), extension: textOrNull() }),
    office: z.strictObject({ id: stringId(), url: z.string(), name: z.string(), brokerage: nestedBrokerage() }),
    updated_at: timeShape(),
  }),
)

export const OfficeCreditCardShape = once(() =>
  CreditCardShape().extend({
    phone_number: z.null(),
    address: z.null(),
    association: z.strictObject({
      id: z.int(),
      name: z.string(),
      url: z.string(),
      phone_numbers: z.array(z.never()),
      email_addresses: z.array(z.never()),
    }),
  }),
)

const foundFields = (type: string) => ({ _type: z.literal(type), _score: z.number() })

/** RB-fix brokerages.yml: the answer of a search has no counters. */
export const foundShape = (key: string, type: string, entry: z.ZodObject) =>
  z.strictObject({ [key]: z.array(entry.extend(foundFields(type))) })

/** No source shows an entry of the service fees. */
export const NoSettingsShape = once(() => z.strictObject({ settings: z.array(z.never()) }))

export const ShippingSettingsShape = once(() =>
  z.strictObject({
    settings: z.array(
      z.strictObject({
        id: z.int(),
        name: z.string(),
        price: z.number(),
        shipping_option: z.strictObject({ type: z.enum(SHIPMENT_TYPES), service_type: z.string() }),
      }),
    ),
  }),
)
