import * as z from 'zod'
import { once } from '../operation.ts'
import type { StatementLine } from '../rules/money/evopay.ts'
import { moneyString } from '../rules/money/totals.ts'
import { isPoBox } from '../rules/shipments/addresses.ts'
import type { Reader } from '../store/state.ts'
import { TRANSACTION_STATES } from '../store/words.ts'
import { moneyShape, timeShape } from './client-shapes.ts'
import { time, timeOrNull } from './print.ts'

/** W:4751495: an EvoPay transaction. Its sender and recipient are offices as nothing else prints them. */

const textOrNull = () => z.string().nullable()

const TransactionOfficeShape = once(() =>
  z.strictObject({
    type: z.literal('Office'),
    id: z.int(),
    url: z.string(),
    name: z.string(),
    phone: textOrNull(),
    evopay: z.boolean(),
    address: z.strictObject({
      id: z.null(),
      label: z.null(),
      primary: z.boolean(),
      street_address: textOrNull(),
      extended_address: textOrNull(),
      locality: textOrNull(),
      region: textOrNull(),
      postal_code: textOrNull(),
      country_code: textOrNull(),
      latitude: z.null(),
      longitude: z.null(),
      po_box: z.boolean(),
    }),
    brokerage: z.strictObject({
      id: z.int(),
      url: z.string(),
      name: z.string(),
      abbreviation: z.string(),
      natb_member: z.boolean(),
      email: z.null(),
      updated_at: timeShape(),
    }),
  }),
)

export const TransactionShape = once(() =>
  z.strictObject({
    id: z.int(),
    url: z.string(),
    sender: TransactionOfficeShape().nullable(),
    recipient: TransactionOfficeShape().nullable(),
    amount: moneyShape(),
    balance: moneyShape(),
    state: z.enum(TRANSACTION_STATES),
    notes: textOrNull(),
    order_ids: z.array(z.int()),
    order_ids_with_group: z.array(z.string()),
    created_at: timeShape(),
    updated_at: timeShape(),
    completed_at: timeShape().nullable(),
  }),
)

function presentOffice(read: Reader, office_id: number | null) {
  if (office_id === null) return null
  const office = read.must('offices', office_id)
  const brokerage = read.must('brokerages', office.brokerage_id)
  return {
    type: 'Office',
    id: office.id,
    url: `/offices/${office.id}`,
    name: office.name,
    phone: office.phone,
    evopay: true,
    address: {
      id: null,
      label: null,
      primary: false,
      street_address: office.street_address,
      extended_address: office.extended_address,
      locality: office.locality,
      region: office.region,
      postal_code: office.postal_code,
      country_code: office.country_code,
      latitude: null,
      longitude: null,
      po_box: isPoBox(office),
    },
    brokerage: {
      id: brokerage.id,
      url: `/brokerages/${brokerage.id}`,
      name: brokerage.name,
      abbreviation: brokerage.abbreviation,
      natb_member: brokerage.natb_member,
      email: null,
      updated_at: time(brokerage.updated_at),
    },
  }
}

export const presentTransaction = (read: Reader, line: StatementLine) => ({
  id: line.id,
  url: `/evopay_transactions/${line.id}`,
  sender: presentOffice(read, line.sender_id),
  recipient: presentOffice(read, line.recipient_id),
  amount: moneyString(line.amount_cents),
  balance: moneyString(line.balance_cents),
  state: line.state,
  notes: line.notes,
  order_ids: line.order === null ? [] : [line.order.id],
  order_ids_with_group: line.order === null ? [] : [`${line.order.order_group_id}-${line.order.id}`],
  created_at: time(line.created_at),
  updated_at: time(line.updated_at),
  completed_at: timeOrNull(line.completed_at),
})
