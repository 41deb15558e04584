import * as z from 'zod'
import { defineEffect } from '../effect.ts'

/** What the rules themselves can be made to say no to. */
export const DOMAIN = [
  'ticket_group_gone',
  'price_rises',
  'payment_declined',
  'fraud_declined',
  'eticket_rejected',
] as const

/** A rule of TEvo's business finds the world other than it is, and refuses with its own words and consequences. */
export const domain = defineEffect({
  type: 'domain',
  phases: ['before-handler'],
  settings: () => z.strictObject({ type: z.literal('domain'), name: z.enum(DOMAIN) }),
  isFor: ({ name }, forcible) => forcible.includes(name),
  plan: ({ name }) => ({ kind: 'go-on', force: name }),
})
