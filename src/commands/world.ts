import { writeFile } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import { nearest } from '../nearest.ts'
import { codeOf, Problem } from '../problem.ts'
import { several } from '../shorten.ts'
import type { World } from '../store/world.ts'
import { parseFlags } from './flags.ts'

const NEW = 'new'
const EXAMPLE = 'tevo-local world new --events 50 --seed 7 --out world.json'

const DEFAULT_EVENTS = 50
const MAX_EVENTS = 10_000
const DEFAULT_SEED = 1
const MAX_SEED = 2 ** 32 - 1

/** `tevo-local world new`: writes a world of made-up events. */
export async function worldCommand(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseFlags(args, {
    events: { type: 'string' },
    seed: { type: 'string' },
    out: { type: 'string' },
    force: { type: 'boolean' },
  })
  refuseUnlessNew(positionals)
  const events = wholeNumber('events', 'number of events', values.events ?? `${DEFAULT_EVENTS}`, 1, MAX_EVENTS)
  const seed = wholeNumber('seed', 'seed', values.seed ?? `${DEFAULT_SEED}`, 0, MAX_SEED)
  const { out, force = false } = values
  if (out === '') throw new Problem('--out is empty; give the path of a file, or leave it out')
  if (out === undefined && force) throw new Problem('--force overwrites a file; say which with --out FILE')

  // Only now, because faker costs more than a whole start.
  const [{ newWorld }, { worldText }] = await Promise.all([
    import('../world-maker/new-world.ts'),
    import('../world-maker/world-text.ts'),
  ])
  const world = newWorld({ events, seed })
  if (out === undefined) await print(worldText(world))
  else {
    await write(out, worldText(world), force)
    process.stdout.write(`${out}: ${summary(world)}; serve it with tevo-local --world ${out}\n`)
  }
  return 0
}

function refuseUnlessNew([given, extra]: readonly string[]): void {
  if (given === undefined) throw new Problem(`world makes one when it is told to; such as: ${EXAMPLE}`)
  if (given !== NEW) {
    const next = nearest(given, [NEW]) === undefined ? `such as: ${EXAMPLE}` : `did you mean ${NEW}?`
    throw new Problem(`"${given}" is nothing that world can do; it can make a ${NEW} one: ${next}`)
  }
  if (extra !== undefined) throw new Problem(`"${extra}" belongs to no flag; such as: ${EXAMPLE}`)
}

function wholeNumber(flag: string, noun: string, given: string, min: number, max: number): number {
  const number = Number(given)
  if (!/^\d+$/.test(given) || number < min || number > max)
    throw new Problem(`--${flag} ${given} is not a ${noun}: give a whole number from ${min} to ${max}`)
  return number
}

async function print(text: string): Promise<void> {
  try {
    await pipeline([text], process.stdout, { end: false })
  } catch (problem) {
    // The reader has seen enough, as `head` does.
    if (codeOf(problem) !== 'EPIPE') throw new Problem(`the world cannot be written to stdout: ${codeOf(problem)}`)
  }
}

async function write(file: string, text: string, force: boolean): Promise<void> {
  try {
    await writeFile(file, text, { flag: force ? 'w' : 'wx' })
  } catch (problem) {
    if (codeOf(problem) === 'EEXIST')
      throw new Problem(`${file} is there already; overwrite it with --force, or give another --out FILE`)
    throw new Problem(
      `${file} cannot be written: ${codeOf(problem)}; give --out a file in a directory that this user may write to`,
    )
  }
}

function summary({ events = [], venues = [], ticket_groups = [] }: World): string {
  return `${several(events.length, 'event')}, ${several(venues.length, 'venue')} and ${several(ticket_groups.length, 'ticket group')}`
}
