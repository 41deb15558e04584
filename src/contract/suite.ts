import { readFile } from 'node:fs/promises'
import * as z from 'zod'
import { packageFile } from '../package-file.ts'
import { codeOf, Problem } from '../problem.ts'
import { wrongs } from '../shorten.ts'

/** The files under `contract/`: what is sent, and what has to come back. */

const sendable = () => z.union([z.string(), z.number(), z.boolean()])
const parameters = () => z.record(z.string(), sendable())
/** By the name of a filter: where an entry of the list has what the filter looks at. */
const filters = () => z.record(z.string(), z.string().startsWith('/'))

const listChecks = () =>
  z.strictObject({
    /** Where the entries are: `/events`. */
    at: z.string().startsWith('/'),
    /** Whether pages have the size that was asked for, and lie beside each other. */
    pages: z.literal(true).optional(),
    /** Filters that keep what equals their value; with `.not_eq`, what does not. */
    equal: filters().optional(),
    not_equal: filters().optional(),
    /** Filters that `.gte` and `.lt` can be added to. */
    range: filters().optional(),
    /** By the word in `order_by`: numbers or times that are in order then. */
    order_by: filters().optional(),
  })

/** What has to be true of an answer, at each place that a pointer with `*` names. */
const truth = () =>
  z.union([
    z.strictObject({ at: z.string(), equals: sendable() }),
    z.strictObject({ at: z.string(), same: z.tuple([z.string(), z.string()]) }),
    z.strictObject({
      at: z.string(),
      sum: z.array(z.string()).min(1),
      minus: z.array(z.string()).optional(),
      is: z.string(),
    }),
  ])

const contractCase = () =>
  z.strictObject({
    operation: z.string(),
    /** What it shows, as a sentence. */
    shows: z.string(),
    params: parameters().optional(),
    query: parameters().optional(),
    body: z.json().optional(),
    /** The request is signed rightly where this is left out. */
    signature: z.enum(['missing', 'wrong', 'of an unknown token']).optional(),
    /** Where it is left out: the one that the operation is documented with. Of several, the shape of the first is known. */
    status: z.union([z.int(), z.array(z.int()).min(1)]).optional(),
    /** What later cases call `{name}`: the first value at a place. */
    finds: z.record(z.string(), z.string()).optional(),
    holds: z.array(truth()).optional(),
    list: listChecks().optional(),
    /** A parameter of the path: with an id in it that nobody has, the answer is 404. */
    unknown: z.string().optional(),
    /** Takes back what an earlier case has made; it is sent whatever happened before. */
    cleans_up: z.literal(true).optional(),
  })

export type ContractCase = z.infer<ReturnType<typeof contractCase>>
export type ListChecks = z.infer<ReturnType<typeof listChecks>>
export type Truth = z.infer<ReturnType<typeof truth>>

const contents = () =>
  z.strictObject({
    /** The files in their order: cases use what earlier ones have found. */
    reads: z.array(z.string()),
    writes: z.array(z.string()),
    /** By operation: why no case covers it. */
    not_covered: z.record(z.string(), z.string()),
  })

export interface Suite {
  /** They change nothing. */
  readonly reads: readonly ContractCase[]
  readonly writes: readonly ContractCase[]
  readonly notCovered: { readonly [operation: string]: string }
}

/** The suite that comes with the package. */
export async function readSuite(): Promise<Suite> {
  const { reads, writes, not_covered } = await parsed('suite.json', contents())
  const casesOf = async (files: readonly string[]): Promise<ContractCase[]> =>
    (await Promise.all(files.map((file) => parsed(file, z.array(contractCase()))))).flat()
  return { reads: await casesOf(reads), writes: await casesOf(writes), notCovered: not_covered }
}

async function parsed<Value>(file: string, schema: z.ZodType<Value>): Promise<Value> {
  const text = await readFile(packageFile(`contract/${file}`), 'utf8').catch((problem: unknown) => {
    throw new Problem(`contract/${file} cannot be read: ${codeOf(problem)}; the npm package has it`)
  })
  const read = schema.safeParse(JSON.parse(text))
  if (read.success) return read.data
  throw new Problem(`contract/${file} is not a file of the contract suite: ${wrongs(read.error.issues)}`)
}
