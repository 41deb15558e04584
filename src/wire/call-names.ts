import * as z from 'zod'
import { DEFAULT_HELD, DEFAULT_PATHS } from '../rules/orders/integration-calls.ts'
import type { CallNames } from '../store/records.ts'

/** What a broker's service may call otherwise than by default: paths, fields, and the answer that says that tickets are held. */

/** A request waits no longer than this for a broker. */
export const MAX_DEADLINE_MS = 60_000

/** Our names of all fields that are sent. */
const SENT_FIELDS = [
  'global_id',
  'remote_id',
  'ticket_group_id',
  'quantity',
  'price',
  'order_id',
  'order_group_id',
  'buyer',
] as const

const path = () => z.string().regex(/^\/[^?#\s]*$/, 'is not a path: give one that begins with /, without ? and #')
const theirs = () => z.string().min(1, 'is empty: give the name that the service expects')

export const NamesFields = () => ({
  paths: z
    .strictObject({
      hold: path(),
      release: path().refine(
        (given) => given.includes(':global_id'),
        'needs :global_id, to say which hold is released',
      ),
      invoice: path(),
    })
    .partial()
    .optional(),
  fields: z
    .partialRecord(z.enum(SENT_FIELDS), theirs())
    .refine(
      (given) => new Set(SENT_FIELDS.map((field) => given[field] ?? field)).size === SENT_FIELDS.length,
      'gives one name to two fields; each needs its own',
    )
    .optional(),
  held: z
    .strictObject({ field: z.string().min(1), value: z.string() })
    .nullable()
    .optional(),
})

type Given = z.output<z.ZodObject<ReturnType<typeof NamesFields>>>

/** Null: all of them are those of the default. */
export function namesOf({ paths, fields, held }: Given): CallNames | null {
  if (paths === undefined && fields === undefined && held === undefined) return null
  return { paths: given(paths ?? {}), fields: given(fields ?? {}), held: held === undefined ? DEFAULT_HELD : held }
}

const given = (names: { readonly [name: string]: string | undefined }): { [name: string]: string } =>
  Object.fromEntries(Object.entries(names).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])))

/** All of them, with the defaults. */
export const shownNames = (names: CallNames | null) => ({
  paths: { ...DEFAULT_PATHS, ...names?.paths },
  fields: names?.fields ?? {},
  held: names === null ? DEFAULT_HELD : names.held,
})
