import * as z from 'zod'

/** The id of a record, as it stands in the query of an address. */
export const idInQuery = () =>
  z
    .string()
    .regex(/^[1-9]\d{0,14}$/, 'is not an id: give a whole number from 1')
    .transform(Number)
