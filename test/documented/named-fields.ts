import { OWN_GROUP } from '../invariants/scene.ts'
import type { Documented } from './named.ts'

/** Fields of a body that sources other than the PHP client name. */

const ADDRESS = {
  label: 'home',
  name: 'Ned Flanders',
  company: 'The Leftorium',
  street_address: '744 Evergreen Terrace',
  extended_address: '2',
  locality: 'Springfield',
  region: 'OR',
  postal_code: '97475',
  country_code: 'US',
  primary: true,
  is_primary_shipping: true,
  is_primary_billing: true,
}
const EMAIL = { address: 'ned@example.com', label: 'work', is_primary: true }
const PHONE = { number: '541-555-0133', country_code: '+1', extension: '5', label: 'home', is_primary: true }
const CARD = {
  name: 'Ned Flanders',
  number: '4111111111111111',
  expiration_month: '12',
  expiration_year: '2031',
  verification_code: '123',
  label: 'work',
  ip_address: '198.51.100.7',
}
/** W:9994308, W:693665793: `…_attributes` stand in for the ids. */
const SHIPPED = {
  service_type: 'LEAST_EXPENSIVE',
  signature_type: 'INDIRECT',
  residential: true,
  ship_to_name: 'Ned Flanders',
  ship_to_company_name: 'The Leftorium',
}
const ATTRIBUTES = {
  address_attributes: {
    street_address: '744 Evergreen Terrace',
    extended_address: '2',
    locality: 'Springfield',
    region: 'OR',
    postal_code: '97475',
    country_code: 'US',
    label: 'home',
    is_primary: true,
  },
  phone_number_attributes: { number: '541-555-0133', extension: '5', label: 'home', is_primary: true },
}
const ITEM = { ticket_group_id: OWN_GROUP, price: '70.00', quantity: 2, low_seat: 101, seat_order: 'consecutive' }
const ORDER = {
  is_purchase: false,
  shipped_items: [{ type: 'Eticket', email_address_attributes: EMAIL, items: [ITEM] }],
  payments: [{ type: 'credit_card', credit_card_id: 2222, amount: '143.00', billing_address_id: 111111 }],
  created_by_ip_address: '198.51.100.7',
  consignment: false,
  shipping: '1.00',
  service_fee: '1.00',
  additional_expense: '1.00',
  tax: '1.00',
  discount: '1.00',
  promo_code: 'DONUT',
  internal_notes: ['A', 'B'],
  external_notes: 'C',
  instructions: 'D',
  reference: 'SID=1',
  billing_address_id: 111111,
  seller_reference_number: 'E',
  session_id: 'F',
  user_agent: 'G',
}

export const NAMED_FIELDS: readonly Documented[] = [
  {
    operation: 'clients.create',
    source: 'W:9470183, S0',
    fields: {
      name: 'Ned Flanders',
      office_id: 1691,
      tags: 'VIP,neighbour',
      company: { name: 'The Leftorium' },
      commission_junction_sid: 'A',
      notes: 'B',
      email_addresses: [EMAIL],
      addresses: [ADDRESS],
      phone_numbers: [PHONE],
    },
  },
  {
    operation: 'clients.update',
    source: 'W:9470186',
    fields: {
      name: 'Ned Flanders',
      primary_billing_address_id: 111111,
      primary_shipping_address_id: 111111,
      primary_email_address_id: 33333,
      primary_phone_number_id: 33333,
      primary_credit_credit_id: 2222,
      commission_junction_sid: 'A',
      tags: ['VIP'],
    },
  },
  { operation: 'email_addresses.create', source: 'W:983146, S0', fields: EMAIL },
  { operation: 'email_addresses.update', source: 'W:27394200', fields: { address: 'ned@example.com', label: 'work' } },
  { operation: 'addresses.create', source: 'W:4129337', fields: ADDRESS },
  { operation: 'addresses.update', source: 'W:4129342', fields: ADDRESS },
  { operation: 'phone_numbers.create', source: 'W:983142', fields: PHONE },
  { operation: 'phone_numbers.create', source: 'W:983142, from 2015 on', fields: { ...PHONE, area_code: '541' } },
  { operation: 'phone_numbers.update', source: 'W:27394170', fields: PHONE },
  {
    operation: 'credit_cards.create',
    source: 'W:4129312',
    fields: { ...CARD, address_id: 111111, phone_number_id: 33333 },
  },
  { operation: 'orders.create', source: 'W:9994275, S4', fields: ORDER },
  {
    operation: 'orders.create',
    source: 'W:693665793',
    fields: {
      shipped_items: [
        { type: 'FedEx', ...SHIPPED, ...ATTRIBUTES, items: [{ ticket_group_id: 52554292, price: 70, quantity: 2 }] },
      ],
      payments: [{ type: 'credit_card', payment_method_nonce: 'fake-valid-nonce' }],
    },
  },
  {
    operation: 'orders.create',
    source: 'W:3523903569',
    fields: {
      shipped_items: [{ type: 'Eticket', email_address_id: 33333, items: [{ ...ITEM, wholesale_price: '30.00' }] }],
    },
  },
  {
    operation: 'orders.create',
    source: 'SHOP',
    fields: { po_number: 'A', invoice_number: 'B', buyer_reference_number: 'C' },
  },
  { operation: 'orders.background', source: 'PHP:orders', fields: ORDER },
  {
    operation: 'orders.open',
    source: 'GB orders.md',
    fields: ORDER,
    beside: { check_fraud: false, webhook_url: 'https://shop.example.com/orders' },
  },
  { operation: 'orders.pend_to_seller', source: 'PHP:orders', fields: { order_item_links: [] } },
  { operation: 'payments.create', source: 'W:9470142', fields: { is_completed: true, is_refund: false } },
  {
    operation: 'payments.create',
    source: 'W:9470142',
    fields: { type: 'credit_card', payment_method_token: 'A', billing_address_id: 111111 },
  },
  { operation: 'shipments.create', source: 'W:9994308', fields: { ...SHIPPED, residential: true } },
  {
    operation: 'shipments.create',
    source: 'W:9994308',
    fields: { ...SHIPPED, ...ATTRIBUTES, address_id: null, phone_number_id: null },
  },
  {
    operation: 'shipments.complete',
    source: 'W:2445672450',
    fields: { tm_mobile_link: 'https://am.example/1', transfer_source: 'TM' },
  },
  {
    operation: 'v10.orders.create',
    source: 'S2, W:3510599681',
    fields: {
      session_id: 'A',
      shipping: '1.00',
      service_fee: '1.00',
      additional_expense: '1.00',
      tax: '1.00',
      discount: '1.00',
      promo_code: 'DONUT',
      notes: { internal: ['B'], external: ['C'] },
      instructions: 'D',
      reference: 'SID=1',
      payments: [{ type: 'credit_card', credit_card_id: 2222, address_id: 111111, amount: '1.00' }],
    },
  },
  {
    operation: 'v10.orders.create',
    source: 'GBA delivery-options',
    fields: {
      ticket_group: { id: 52554292, price: 50, quantity: 1 },
      delivery: { type: 'FedEx', address_id: 111111, phone_number_id: 33333, cost: 5, ...SHIPPED },
    },
  },
  {
    operation: 'tax_quotes.create',
    source: 'W:2898427919',
    fields: {
      payment_type: 'credit_card',
      retail: { price: 50, shipping: 1, service_fee: 1, additional_expense: 1, discount: 1 },
    },
  },
]
