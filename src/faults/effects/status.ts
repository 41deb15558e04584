import { STATUS_CODES } from 'node:http'
import * as z from 'zod'
import { defineEffect, PHASES } from '../effect.ts'

/** Refusals of TEvo's that need no record to speak of; app.ts answers them in TEvo's words. */
export const REFUSALS = [
  'unauthorized',
  'wrong_signature',
  'not_found',
  'rate_limited',
  'unavailable',
  'error',
] as const

const DAY_S = 86_400
const NO_BODY: ReadonlySet<number> = new Set([204, 205, 304])

/** Another answer: a status with a body of your own, or one of TEvo's refusals by its name. */
export const status = defineEffect({
  type: 'status',
  phases: PHASES,
  settings: () =>
    z
      .strictObject({
        type: z.literal('status'),
        status: z
          .int()
          .min(200)
          .max(599)
          .refine((code) => !NO_BODY.has(code), 'has no body in HTTP; take another one')
          .optional(),
        body: z.record(z.string(), z.json()).optional(),
        refusal: z.enum(REFUSALS).optional(),
        retry_after_s: z.int().min(0).max(DAY_S).optional(),
      })
      .superRefine(({ status: code, body, refusal }, context) => {
        if ((code === undefined) === (refusal === undefined))
          context.addIssue('needs a status (503 say), or in its place a refusal (rate_limited say), and not both')
        if (body !== undefined && refusal !== undefined)
          context.addIssue('has a body and a refusal; a refusal has its own body')
      }),
  plan: ({ status: code = 500, body, refusal, retry_after_s = null }) =>
    refusal === undefined
      ? { kind: 'answer', status: code, body: body ?? { error: STATUS_CODES[code] ?? 'Error' }, retry_after_s }
      : { kind: 'refuse', refusal, retry_after_s },
})
