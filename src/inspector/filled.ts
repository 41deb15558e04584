import * as z from 'zod'

/** A form sends each of its fields, those that were left blank too: what is blank is not asked for. */
export const filled = <Output>(schema: z.ZodType<Output>): z.ZodType<Output> =>
  z.preprocess(
    (given) =>
      typeof given === 'object' && given !== null
        ? Object.fromEntries(Object.entries(given).filter(([, value]) => value !== ''))
        : given,
    schema,
  )

/** The same with other fields, as the query of an address: empty, or with its `?`. */
export function queryWith(asked: object, others: { readonly [name: string]: string | undefined } = {}): string {
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries({ ...asked, ...others }))
    if (value !== undefined && value !== '') query.set(name, String(value))
  return query.size === 0 ? '' : `?${query}`
}
