// @ts-check
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { LAZY_PACKAGES } from '../bundle.js'
import { importTypeScript } from '../import-typescript.js'
import { root } from '../package-json.js'
import { namedShapes } from './shapes.js'
import { indent, keyOf, literal, typeOf, union } from './zod-types.js'

/**
 * The types that stand in a registry: operations, effects, records, answers.
 * @returns {Promise<Map<string, string>>} path in src/public/generated → text
 */
export async function generatedTypes() {
  const registries = await importTypeScript('scripts/types/registries.ts', LAZY_PACKAGES)
  return new Map([
    ['names.ts', namesFile(registries)],
    ['effects.ts', effectsFile(registries)],
    ['tevo.ts', tevoFile(registries)],
    ['world.ts', worldFile(registries)],
  ])
}

/** @param {any} registries */
function namesFile({ operations, PIECES, MISTAKES, FAULT_STATES, INVARIANTS, DEEDS, tables }) {
  const world = JSON.parse(readFileSync(join(root, 'fixtures/default.json'), 'utf8'))
  return file(
    list(
      'Every operation of TEvo, by its id; `GET /_local/operations` says what each is.',
      'OperationId',
      ids(operations),
    ),
    list('The credentials of the default world.', 'DefaultCredentialName', world.credentials.map(nameIn)),
    list('What is wrong with a signature.', 'SignatureMistake', MISTAKES),
    list('What clients do that hurts in production.', 'AdviceId', ids(PIECES)),
    list('What a fault has come to: before its time, in force, used up, after its time.', 'FaultState', FAULT_STATES),
    list('What must hold of every world.', 'InvariantName', INVARIANTS.map(nameIn)),
    list('What a record is, as the journal names it.', 'RecordType', Object.values(tables).map(sequenceOf)),
    map(
      'What each party can do to an order.',
      'Deeds',
      Object.entries(DEEDS).map(([party, deeds]) => [party, words(deeds)]),
    ),
  )
}

/** @param {any} registries */
function effectsFile({ effects, presets, PHASES, WITHOUT }) {
  const naming = { names: new Map(), side: /** @type {const} */ ('input') }
  return file(
    list('When a fault acts: in the course of a request, on a webhook, on a call to a broker.', 'FaultPhase', PHASES),
    list('Rules that are armed together, by one name.', 'PresetName', Object.keys(presets)),
    map(
      'What goes wrong, by its type: with its own settings.',
      'Effects',
      effects.map((/** @type {any} */ { type, settings }) => [type, typeOf(settings(), naming)]),
    ),
    map(
      'Which effects go with a phase.',
      'EffectsOfPhase',
      PHASES.map((/** @type {string} */ phase) => [
        phase,
        words(
          effects
            .filter((/** @type {any} */ { phases }) => phases.includes(phase))
            .map((/** @type {{ type: string }} */ { type }) => type),
        ),
      ]),
    ),
    map(
      'The settings that no effect has in a phase.',
      'WithoutInPhase',
      PHASES.map((/** @type {string} */ phase) => [phase, words(Object.keys(WITHOUT[phase] ?? {}))]),
    ),
  )
}

/** @param {any} registries */
function tevoFile({ operations, ...others }) {
  const names = namedShapes(others)
  const naming = { names, side: /** @type {const} */ ('output') }
  const emulated = operations.filter((/** @type {any} */ { emulated }) => emulated)
  const written = Array.from(
    names,
    ([shape, name]) => /** @type {const} */ ([name, typeOf(shape, naming, { isNamed: false })]),
  )
  return file(
    ...[...written]
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([name, type]) => `export type ${name} = ${type}`),
    map(
      'What an operation answers when all is well.',
      'Answers',
      emulated.map((/** @type {any} */ { id, output, status }) => [
        id,
        status === 204 ? 'null' : typeOf(output(), naming),
      ]),
    ),
  )
}

/** @param {any} registries */
function worldFile({ tables, recordSchema, account, json }) {
  const naming = {
    // They are functions of ours to zod.
    names: new Map([
      // biome-ignore lint/suspicious/noTemplateCurlyInString: it is a type.
      [account, '`brokerage:${number}` | `store:${number}`'],
      [json, 'unknown'],
    ]),
    side: /** @type {const} */ ('output'),
  }
  return file(
    map(
      'The records of a world, by their table: money in cents, times as text. What has a `?` may be left out of a world file.',
      'WorldRecords',
      Object.keys(tables).map((table) => [table, typeOf(recordSchema(table), naming)]),
    ),
  )
}

/** @param {readonly string[]} parts */
const file = (...parts) =>
  `// Written by \`npm run make:types\`, from the registries: it is long, as they are.\n\n${parts.join('\n\n')}\n`

/** @param {readonly { id: string }[]} registry */
const ids = (registry) => registry.map(({ id }) => id)

/** @param {{ name: string }} record */
const nameIn = ({ name }) => name

/** @param {any} table */
const sequenceOf = ({ sequence }) => sequence

/** @param {readonly string[]} names */
const words = (names) => union(names.map(literal))

/**
 * @param {string} about
 * @param {string} name
 * @param {readonly string[]} names
 */
const list = (about, name, names) =>
  `/** ${about} */\nexport type ${name} =\n${indent([...new Set(names)].map((each) => `| ${literal(each)}`).join('\n'))}`

/**
 * @param {string} about
 * @param {string} name
 * @param {readonly (readonly [string, string])[]} entries
 */
const map = (about, name, entries) =>
  `/** ${about} */\nexport type ${name} = {\n${indent(entries.map(([key, type]) => `readonly ${keyOf(key)}: ${type}`).join('\n'))}\n}`
