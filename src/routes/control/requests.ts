import type { HttpBindings } from '@hono/node-server'
import { Hono } from 'hono'
import type { ServerContext } from '../../http/context.ts'
import { nextRequest } from '../../journal/next.ts'
import { describe, summarize } from '../../journal/show.ts'
import { sentenceOfTakeOver, takenOver } from '../../journal/take-over.ts'
import { verify, verifySequence } from '../../journal/verify.ts'
import { verifyWithin } from '../../journal/within.ts'
import { didYouMean } from '../../nearest.ts'
import type { Sandbox } from '../../sandbox/sandbox.ts'
import { entryIn, refuseStranger, refuseToCome, searchJournal } from './journal-search.ts'
import { badRequest, parsed, problem, readJson, sandboxOf } from './problem.ts'
import { NextQuery, Search, Verification } from './request-match.ts'
import { givenUpOf, refuseDeleted } from './waiting.ts'

/** The journal: what came in, newest first, and what came of it. */
export function requestRoutes(context: ServerContext): Hono<{ Bindings: HttpBindings }> {
  const requests = new Hono<{ Bindings: HttpBindings }>()

  requests.get('/', (c) => {
    const sandbox = sandboxOf(context, c)
    const { journal, seed } = sandbox
    const found = searchJournal(sandbox, parsed(Search(), c.req.query()))
    const dropped = journal.dropped === 0 ? {} : { dropped: journal.dropped }
    return c.json({
      seed,
      requests: found.map((entry) => summarize(entry, journal.redact)),
      ...dropped,
      ...takenOver(journal),
    })
  })

  requests.delete('/', (c) => {
    sandboxOf(context, c).journal.clear()
    return c.json({ requests: [] })
  })

  requests.get('/next', async (c) => {
    const sandbox = sandboxOf(context, c)
    const { within_ms, since, match = {}, ...filters } = parsed(NextQuery(), c.req.query())
    for (const { credential } of [filters, match]) refuseStranger(sandbox, credential)
    refuseToCome(sandbox.journal, since)

    const givenUp = givenUpOf(c, sandbox)
    const found = await nextRequest(sandbox.journal, [filters, match], { since, within_ms, givenUp })
    if (found !== null) return c.json(describe(found, sandbox.journal.redact))
    refuseDeleted(sandbox)
    const asked = Object.entries({ ...filters, match: c.req.query('match') }).flatMap(([key, value]) =>
      value === undefined ? [] : [`${key}=${value}`],
    )
    return problem(
      504,
      `No request ${asked.length === 0 ? '' : `with ${asked.join(', ')} `}came within ${within_ms} ms`,
    )
  })

  requests.post('/verify', async (c) => {
    const { sequence, match, times, within_ms } = parsed(Verification(), await readJson(c))
    const sandbox = sandboxOf(context, c)
    const { journal } = sandbox
    const { takeOver } = journal
    for (const { credential, fault } of sequence ?? [match]) {
      refuseStranger(sandbox, credential)
      if (takeOver !== null && isUnarmed(sandbox, fault))
        return problem(
          409,
          `The fault "${fault}" is not known here: ${sentenceOfTakeOver(takeOver)}`,
          takenOver(journal),
        )
      refuseUnarmed(sandbox, fault)
    }
    const ask = () => (sequence === undefined ? verify(journal, match, times) : verifySequence(journal, sequence))
    const givenUp = givenUpOf(c, sandbox)
    const { isMet, found, detail } = await verifyWithin(journal, ask, { within_ms, givenUp })
    refuseDeleted(sandbox)
    return isMet ? c.json(found) : problem(409, detail, found)
  })

  requests.get('/:id', (c) => {
    const { journal } = sandboxOf(context, c)
    return c.json(describe(entryIn(journal, c.req.param('id')), journal.redact))
  })

  return requests
}

const isUnarmed = ({ faults }: Sandbox, id: string | undefined): id is string =>
  id !== undefined && !faults.known.has(id)

/** A rule that was deleted may still have acted on a request. */
function refuseUnarmed(sandbox: Sandbox, id: string | undefined): void {
  if (!isUnarmed(sandbox, id)) return
  const { name, faults } = sandbox
  const hint = didYouMean(id, [...faults.known], 'GET …/faults lists them')
  throw badRequest(`match.fault: "${id}" was never a fault of sandbox "${name}" since its last reset: ${hint}`)
}
