/**
 * A list as PostgreSQL writes an array. The package could do so itself once it has asked each new connection for the types of
 * the database; when the connection breaks meanwhile, that question rejects where nobody can catch it.
 */
export const arrayOf = (values: readonly (string | number)[]): string =>
  `{${values.map((value) => (typeof value === 'number' ? value : `"${value.replace(/["\\]/g, '\\$&')}"`)).join(',')}}`
