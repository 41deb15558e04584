import { Problem } from '../../problem.ts'
import { isTable, Rebuild } from '../rebuild.ts'
import { Slices } from '../slices.ts'
import type { Sequences, State } from '../state.ts'
import { tableNames } from '../tables.ts'
import { encode, encodeSandbox, type KeptSandbox, type WorldRecord } from '../world.ts'

/** A state is written and read in parts of about so many characters. */
const PART_CHARS = 512 * 1024

/** The first part of a state. */
interface Head {
  readonly sandbox: KeptSandbox | null
  readonly sequences: Sequences
}

/** A state as texts: its head, then a line for each record, after a line with the name of its table. */
export async function* partsOf(state: State, slices: Slices): AsyncGenerator<string> {
  let text = ''
  for (const line of linesOf(state)) {
    text += line
    if (text.length >= PART_CHARS) {
      yield text
      text = ''
    }
    if (slices.isOver) await slices.rest()
  }
  if (text !== '') yield text
}

function* linesOf({ tables, sequences, sandbox }: State): Generator<string> {
  const head: Head = { sandbox: sandbox === null ? null : encodeSandbox(sandbox), sequences }
  yield `${JSON.stringify(head)}\n`
  for (const name of tableNames) {
    if (tables[name].records.size === 0) continue
    yield `${JSON.stringify(name)}\n`
    for (const record of tables[name].records.values()) yield `${JSON.stringify(encode(name, record))}\n`
  }
}

/** Reads the parts of a state, in their order. */
export class PartReader {
  readonly rebuild = new Rebuild()
  readonly #slices = new Slices({ isUrgent: true })
  #table: string | null = null
  #isBegun = false

  async read(part: string): Promise<void> {
    for (const line of part.split('\n')) {
      if (line !== '') this.#readLine(JSON.parse(line))
      if (this.#slices.isOver) await this.#slices.rest()
    }
  }

  #readLine(value: string | Head | WorldRecord): void {
    if (typeof value === 'string') this.#table = value
    else if (this.#isBegun) this.#put(value)
    else this.#begin(value)
  }

  #begin(head: object): void {
    this.#isBegun = true
    const { sandbox = null, sequences = {} }: Partial<Head> = head
    this.rebuild.moveSequences(sequences)
    if (sandbox !== null) this.rebuild.setSandbox(sandbox)
  }

  #put(record: object): void {
    const table = this.#table ?? ''
    if (!isTable(table)) throw strangeTable(table)
    if (!('id' in record) || typeof record.id !== 'number') throw new Error(`a record of ${table} has no id`)
    this.rebuild.put(table, { ...record, id: record.id })
  }
}

export const strangeTable = (table: string): Problem =>
  new Problem(`a newer tevo-local has kept records of "${table}": start that one`)
