import { STATUS_CODES } from 'node:http'
import * as z from 'zod'
import { NAMED_REFUSALS } from '../../store/words.ts'
import { contentTypeField, headersField } from '../answer-headers.ts'
import { connectionField, defineEffect, REQUEST_PHASES } from '../effect.ts'

const DAY_S = 86_400
const NO_BODY: ReadonlySet<number> = new Set([204, 205, 304])
const PLAIN_TEXT = 'text/plain; charset=utf-8'

export const status = defineEffect({
  type: 'status',
  does: "Another answer: a status with headers and a body of your own, or one of TEvo's refusals by its name.",
  phases: [...REQUEST_PHASES, 'call'],
  losesAnswer: false,
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
        body: z
          .union(
            [z.string(), z.record(z.string(), z.json())],
            'is an object, which is sent as JSON, or a text, sent as it is',
          )
          .optional(),
        content_type: contentTypeField().optional(),
        headers: headersField().optional(),
        refusal: z.enum(NAMED_REFUSALS).optional(),
        retry_after_s: z.int().min(0).max(DAY_S).optional(),
        connection: connectionField(),
      })
      .superRefine(({ status: code, body, content_type, headers, refusal, retry_after_s }, context) => {
        if ((code === undefined) === (refusal === undefined))
          context.addIssue('needs a status (503 say), or in its place a refusal (rate_limited say), and not both')
        if (body !== undefined && refusal !== undefined)
          context.addIssue('has a body and a refusal; a refusal has its own body')
        if (content_type !== undefined && body === undefined)
          context.addIssue('has a content_type and no body; give the body that it is of')
        if (retry_after_s !== undefined && headers?.['Retry-After'] !== undefined)
          context.addIssue('has retry_after_s and the header Retry-After; give one of them')
      }),
  plan: ({ status: code = 500, body, content_type, headers = {}, refusal, retry_after_s, connection }) => {
    const closes = connection === 'close'
    const others = retry_after_s === undefined ? headers : { ...headers, 'Retry-After': String(retry_after_s) }
    if (refusal !== undefined) return { kind: 'refuse', refusal, headers: others, closes }
    const type = content_type ?? (typeof body === 'string' ? PLAIN_TEXT : undefined)
    return {
      kind: 'answer',
      status: code,
      body: body ?? { error: STATUS_CODES[code] ?? 'Error' },
      headers: type === undefined ? others : { ...others, 'Content-Type': type },
      closes,
    }
  },
})
