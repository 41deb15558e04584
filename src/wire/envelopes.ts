import type * as z from 'zod'
import type { BodySchema } from '../operation.ts'

/** `{"clients":[{…},{…}]}`: always an array, even for one. `beside` declares fields of the body next to it. */
export const batch = <Key extends string, Entry extends z.ZodType, Beside extends z.ZodType = z.ZodType<object>>(
  key: Key,
  entry: Entry,
  beside?: Beside,
): BodySchema<{ [Name in Key]: z.output<Entry>[] } & z.output<Beside>> => ({
  kind: 'batch',
  key,
  entry,
  ...(beside === undefined ? {} : { beside }),
})

/** `{"order":{…}}` */
export const envelope = <Entry extends z.ZodType>(key: string, entry: Entry): BodySchema<z.output<Entry>> => ({
  kind: 'envelope',
  key,
  entry,
})

/** `{…}` */
export const flat = <Entry extends z.ZodType>(entry: Entry): BodySchema<z.output<Entry>> => ({ kind: 'flat', entry })
