import type { Effect } from './effect.ts'
import { answerLost } from './effects/answer-lost.ts'
import { badChunk } from './effects/bad-chunk.ts'
import { behind } from './effects/behind.ts'
import { close } from './effects/close.ts'
import { cutRequest } from './effects/cut-request.ts'
import { domain } from './effects/domain.ts'
import { duplicate } from './effects/duplicate.ts'
import { garbage } from './effects/garbage.ts'
import { garbled } from './effects/garbled.ts'
import { headOnly } from './effects/head-only.ts'
import { lost } from './effects/lost.ts'
import { malformed } from './effects/malformed.ts'
import { none } from './effects/none.ts'
import { reset } from './effects/reset.ts'
import { slowBody } from './effects/slow-body.ts'
import { stall } from './effects/stall.ts'
import { status } from './effects/status.ts'
import { truncate } from './effects/truncate.ts'

/** All effects; a new one is added here. */
export const effects: readonly Effect[] = [
  status,
  reset,
  close,
  cutRequest,
  stall,
  none,
  headOnly,
  truncate,
  malformed,
  badChunk,
  garbage,
  slowBody,
  domain,
  lost,
  answerLost,
  duplicate,
  behind,
  garbled,
]

const byType: ReadonlyMap<string, Effect> = new Map(effects.map((effect) => [effect.type, effect]))

export const effectOf = (type: string): Effect | undefined => byType.get(type)
