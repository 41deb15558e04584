import * as z from 'zod'
import { once } from '../operation.ts'
import type { ClientUpdate, NewClient } from '../rules/clients/clients.ts'
import { cardCompany } from '../rules/money/gateway.ts'
import type {
  Flagged,
  NewAddress,
  NewCreditCard,
  NewEmailAddress,
  NewPhoneNumber,
  PrimaryField,
  PrimaryFlags,
} from '../store/placements.ts'
import { digits, flag, id, optionalDigits, optionalText, tags, text } from './fields.ts'

/** Clients and their properties in requests. */

const LABEL_MAX_CHARS = 20
const label = () => optionalText(LABEL_MAX_CHARS)

// GBA and PHP updateClient: a name has two words.
const clientName = () =>
  text(255).refine((name) => name === '' || /\S +\S/.test(name), { error: 'must contain a first and a last name' })

const emailAddressFields = () => ({
  label: label(),
  address: text(255).regex(/^[^\s@]+@[^\s@]+$/),
  is_primary: flag().nullish(),
})

const addressFields = () => ({
  label: label(),
  name: optionalText(255),
  company: optionalText(50),
  street_address: optionalText(255),
  extended_address: optionalText(255),
  locality: optionalText(255),
  region: optionalText(255),
  postal_code: optionalDigits(20),
  country_code: z
    .union([z.literal(''), z.string().regex(/^[A-Za-z]{2}$/)])
    .nullish()
    .transform((value) => (value === '' ? null : value)),
  primary: flag().nullish(),
  /** W:693665793: its name where an order brings a new address with it. */
  is_primary: flag().nullish(),
  is_primary_shipping: flag().nullish(),
  is_primary_billing: flag().nullish(),
})

const phoneNumberFields = () => ({
  label: label(),
  country_code: optionalDigits(5),
  number: digits(),
  extension: optionalDigits(20),
  is_primary: flag().nullish(),
})

export const EmailAddressFields = once(() => z.object(emailAddressFields()))
export const EmailAddressUpdate = once(() => z.object(emailAddressFields()).partial())
export const AddressFields = once(() => z.object(addressFields()))
export const PhoneNumberFields = once(() => z.object(phoneNumberFields()))
export const PhoneNumberUpdate = once(() => z.object(phoneNumberFields()).partial())

const cardDetails = () => ({
  // Public shops send longer ones than the 20 characters that the pages of the other properties state.
  label: optionalText(255),
  name: optionalText(255),
  expiration_month: z
    .union([z.int().min(1).max(12), z.string().regex(/^(0?[1-9]|1[0-2])$/)])
    .transform((month) => String(Number(month)).padStart(2, '0')),
  // W:3599302780: sent with four digits, printed with two.
  expiration_year: z
    .union([z.int().min(0).max(9_999), z.string().regex(/^(\d{2}|\d{4})$/)])
    .transform((year) => String(year).slice(-2).padStart(2, '0')),
  address_id: id().nullish(),
  phone_number_id: id().nullish(),
  primary: flag().nullish(),
  is_primary: flag().nullish(),
})

export const CreditCardFields = once(() =>
  z.object({
    ...cardDetails(),
    number: digits().refine((number) => cardCompany(number) !== null, { error: 'is invalid' }),
    verification_code: optionalDigits(4),
    ip_address: optionalText(45),
  }),
)
export const CreditCardUpdate = once(() => z.object(cardDetails()).partial())

export const ClientFields = once(() =>
  z.object({
    name: clientName(),
    office_id: id().nullish(),
    company: z.object({ name: text(255) }).nullish(),
    company_id: id().nullish(),
    tags: tags(),
    notes: optionalText(),
    commission_junction_sid: optionalText(255),
    email_addresses: z.array(EmailAddressFields()).nullish(),
    addresses: z.array(AddressFields()).nullish(),
    phone_numbers: z.array(PhoneNumberFields()).nullish(),
  }),
)

export const ClientChanges = once(() =>
  z.object({
    name: clientName().optional(),
    office_id: id().optional(),
    company_id: id().nullish(),
    notes: optionalText(),
    tags: tags(),
    commission_junction_sid: optionalText(255),
    primary_email_address_id: id().nullish(),
    primary_phone_number_id: id().nullish(),
    primary_shipping_address_id: id().nullish(),
    primary_billing_address_id: id().nullish(),
    primary_credit_card_id: id().nullish(),
    // W:9470186 has this name, probably a slip for the one above: both are taken.
    primary_credit_credit_id: id().nullish(),
  }),
)

export const CompanyFields = once(() => z.object({ name: text(255) }))
export const CompanyChanges = once(() => CompanyFields().partial())

type Flag = boolean | null | undefined

/** The flags that a request gives. */
const flags = (given: { readonly [Field in PrimaryField]?: Flag }): PrimaryFlags =>
  Object.fromEntries(Object.entries(given).filter(([, flag]) => typeof flag === 'boolean'))

export function emailAddressOf(entry: z.output<ReturnType<typeof EmailAddressFields>>): Flagged<NewEmailAddress> {
  return { fields: { label: entry.label ?? null, address: entry.address }, primary: emailFlags(entry) }
}
export const emailFlags = (entry: { is_primary?: Flag }): PrimaryFlags =>
  flags({
    primary_email_address_id: entry.is_primary,
  })

export function addressOf(entry: z.output<ReturnType<typeof AddressFields>>): Flagged<NewAddress> {
  return {
    fields: {
      label: entry.label ?? null,
      name: entry.name ?? null,
      company: entry.company ?? null,
      street_address: entry.street_address ?? null,
      extended_address: entry.extended_address ?? null,
      locality: entry.locality ?? null,
      region: entry.region ?? null,
      postal_code: entry.postal_code ?? null,
      country_code: entry.country_code ?? null,
    },
    primary: addressFlags(entry),
  }
}
export const addressFlags = (entry: {
  primary?: Flag
  is_primary?: Flag
  is_primary_shipping?: Flag
  is_primary_billing?: Flag
}): PrimaryFlags =>
  flags({
    primary_address_id: entry.primary ?? entry.is_primary,
    primary_shipping_address_id: entry.is_primary_shipping,
    primary_billing_address_id: entry.is_primary_billing,
  })

export function phoneNumberOf(entry: z.output<ReturnType<typeof PhoneNumberFields>>): Flagged<NewPhoneNumber> {
  return {
    fields: {
      label: entry.label ?? null,
      country_code: countryCode(entry.country_code ?? null),
      number: entry.number,
      extension: entry.extension ?? null,
    },
    primary: phoneFlags(entry),
  }
}
export const phoneFlags = (entry: { is_primary?: Flag }): PrimaryFlags =>
  flags({
    primary_phone_number_id: entry.is_primary,
  })
// W:983142: `+1` comes back as `1`.
export const countryCode = (code: string | null): string | null => code?.replace(/^\+/, '') ?? null

export function creditCardOf(entry: z.output<ReturnType<typeof CreditCardFields>>): Flagged<NewCreditCard> {
  return {
    fields: {
      label: entry.label ?? null,
      name: entry.name ?? null,
      card_company: cardCompany(entry.number) ?? '',
      last_digits: entry.number.replace(/\D/g, '').slice(-4),
      expiration_month: entry.expiration_month,
      expiration_year: entry.expiration_year,
      address_id: entry.address_id ?? null,
      phone_number_id: entry.phone_number_id ?? null,
    },
    primary: cardFlags(entry),
  }
}
export const cardFlags = (entry: { primary?: Flag; is_primary?: Flag }): PrimaryFlags =>
  flags({
    primary_credit_card_id: entry.primary ?? entry.is_primary,
  })

export function clientOf(entry: z.output<ReturnType<typeof ClientFields>>): NewClient {
  return {
    name: entry.name,
    office_id: entry.office_id ?? null,
    company: entry.company ?? null,
    company_id: entry.company_id ?? null,
    tags: entry.tags ?? [],
    notes: entry.notes ?? null,
    commission_junction_sid: entry.commission_junction_sid ?? null,
    email_addresses: (entry.email_addresses ?? []).map(emailAddressOf),
    addresses: (entry.addresses ?? []).map(addressOf),
    phone_numbers: (entry.phone_numbers ?? []).map(phoneNumberOf),
  }
}

export function clientUpdateOf(changes: z.output<ReturnType<typeof ClientChanges>>): ClientUpdate {
  const { tags: newTags, primary_credit_credit_id, primary_credit_card_id, ...rest } = changes
  return {
    ...rest,
    tags: newTags === null ? [] : newTags,
    primary_credit_card_id: primary_credit_card_id === undefined ? primary_credit_credit_id : primary_credit_card_id,
  }
}
