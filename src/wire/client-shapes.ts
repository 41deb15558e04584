import * as z from 'zod'
import { once } from '../operation.ts'

/** The shapes of clients and their properties in answers. */

const textOrNull = () => z.string().nullable()
export const stringId = () => z.string().regex(/^[1-9]\d*$/)
export const moneyShape = () => z.string().regex(/^-?\d+\.\d{1,2}$/)
export const timeShape = () => z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/)

export const CompanyShape = once(() =>
  z.strictObject({ id: stringId(), url: z.string(), name: z.string(), updated_at: timeShape() }),
)

export const EmailAddressShape = once(() =>
  z.strictObject({
    id: stringId(),
    url: z.string(),
    label: textOrNull(),
    address: z.string(),
    is_primary: z.boolean(),
    updated_at: timeShape(),
  }),
)

const nestedAddressFields = () => ({
  id: stringId(),
  label: textOrNull(),
  name: textOrNull(),
  company: textOrNull(),
  street_address: textOrNull(),
  extended_address: textOrNull(),
  locality: textOrNull(),
  region: textOrNull(),
  postal_code: textOrNull(),
  country_code: textOrNull(),
  latitude: z.number().nullable(),
  longitude: z.number().nullable(),
  po_box: z.boolean(),
  primary: z.boolean(),
})

export const NestedAddress = once(() => z.strictObject(nestedAddressFields()))

export const AddressShape = once(() =>
  z.strictObject({
    ...nestedAddressFields(),
    url: z.string(),
    is_primary_shipping: z.boolean(),
    is_primary_billing: z.boolean(),
    updated_at: timeShape(),
  }),
)

export const PhoneNumberShape = once(() =>
  z.strictObject({
    id: z.int(),
    url: z.string(),
    label: textOrNull(),
    country_code: textOrNull(),
    raw_number: z.string(),
    number: z.string(),
    extension: textOrNull(),
    is_primary: z.boolean(),
    updated_at: timeShape(),
  }),
)

export const NestedPhoneNumber = once(() =>
  z.strictObject({
    id: stringId(),
    label: textOrNull(),
    country_code: textOrNull(),
    number: z.string(),
    extension: textOrNull(),
    primary: z.boolean(),
  }),
)

export const NestedEmailAddress = once(() =>
  z.strictObject({ id: stringId(), label: textOrNull(), address: z.string() }),
)

export const CreditCardShape = once(() =>
  z.strictObject({
    id: z.int(),
    url: z.string(),
    label: textOrNull(),
    name: textOrNull(),
    card_company: z.string(),
    last_digits: z.string().regex(/^\d{4}$/),
    expiration_month: z.string().regex(/^\d{2}$/),
    expiration_year: z.string().regex(/^\d{2}$/),
    primary: z.boolean(),
    phone_number: z
      .strictObject({ phone_number: z.looseObject({ id: z.int(), callable_type: z.literal('Client') }) })
      .nullable(),
    address: NestedAddress().nullable(),
    association: z.strictObject({
      id: z.int(),
      name: z.string(),
      url: z.string(),
      phone_numbers: z.array(NestedPhoneNumber()),
      email_addresses: z.array(NestedEmailAddress()),
    }),
    updated_at: timeShape(),
  }),
)

const Named = once(() => z.strictObject({ id: stringId(), name: z.string(), url: z.string() }))

export const ClientShape = once(() =>
  z.strictObject({
    id: stringId(),
    url: z.string(),
    name: z.string(),
    updated_at: timeShape(),
    office: Named()
      .extend({ brokerage: Named().extend({ abbreviation: z.string() }) })
      .nullable(),
    company: Named().nullable(),
    affiliate_store: z
      .strictObject({ id: z.int(), name: z.string(), affiliate: z.strictObject({ id: z.int(), name: z.string() }) })
      .nullable(),
    tags: z.array(z.string()),
    notes: textOrNull(),
    balance: moneyShape(),
    pnr_id: textOrNull(),
    commission_junction_sid: textOrNull(),
    email_addresses: z.array(NestedEmailAddress()),
    addresses: z.array(NestedAddress()),
    phone_numbers: z.array(NestedPhoneNumber()),
    primary_email_address: NestedEmailAddress().nullable(),
    primary_phone_number: NestedPhoneNumber().nullable(),
    primary_shipping_address: NestedAddress().nullable(),
    primary_billing_address: NestedAddress().nullable(),
    primary_credit_card: CreditCardShape().nullable(),
  }),
)

/** The answer of a delete: RB-fix company/destroy_success.yml. */
export const deletedShape = (key: string) => z.strictObject({ [key]: z.array(z.strictObject({ id: stringId() })) })

/** The answer of a create, which has no counters: `{"clients":[…]}` */
export const createdShape = (key: string, entry: z.ZodType) => z.strictObject({ [key]: z.array(entry) })
