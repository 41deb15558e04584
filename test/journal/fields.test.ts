import { expect, test } from 'vitest'
import * as z from 'zod'
import { kindOf, kindOfFilter } from '../../src/journal/fields.ts'
import { operations } from '../../src/routes/operations.ts'

test('whether its value is personal is said of every field and every filter that an operation reads', () => {
  const unsaid = operations.flatMap((operation) => {
    if (!operation.emulated) return []
    const { query, body } = operation.input?.() ?? {}
    const fields = new Set<string>()
    if (body !== undefined) {
      namesIn(body.entry, fields)
      if (body.kind !== 'flat') fields.add(body.key)
      if (body.kind === 'batch' && body.beside !== undefined) namesIn(body.beside, fields)
    }
    const filters = new Set<string>()
    if (query !== undefined) namesIn(query, filters)
    return [
      ...[...fields].filter((name) => kindOf(name) === 'foreign').map((name) => `${operation.id} ${name}`),
      ...[...filters].filter((name) => kindOfFilter(name) === 'foreign').map((name) => `${operation.id} ?${name}`),
    ]
  })

  expect(unsaid, 'put each into a list of src/journal/fields.ts').toEqual([])
})

/** The names of the fields of a schema, at any depth. */
function namesIn(schema: unknown, names: Set<string>): void {
  if (schema instanceof z.ZodObject)
    for (const [name, field] of Object.entries(schema.shape)) {
      names.add(name)
      namesIn(field, names)
    }
  else if (schema instanceof z.ZodArray) namesIn(schema.element, names)
  else if (schema instanceof z.ZodUnion) for (const option of schema.options) namesIn(option, names)
  else if (schema instanceof z.ZodPipe) {
    namesIn(schema.in, names)
    namesIn(schema.out, names)
  } else if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable || schema instanceof z.ZodDefault)
    namesIn(schema.unwrap(), names)
}
