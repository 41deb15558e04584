import type { Effect } from './effect.ts'
import { badChunk } from './effects/bad-chunk.ts'
import { close } from './effects/close.ts'
import { domain } from './effects/domain.ts'
import { garbage } from './effects/garbage.ts'
import { malformed } from './effects/malformed.ts'
import { none } from './effects/none.ts'
import { reset } from './effects/reset.ts'
import { slowBody } from './effects/slow-body.ts'
import { stall } from './effects/stall.ts'
import { status } from './effects/status.ts'
import { truncate } from './effects/truncate.ts'

/** Every effect there is; whoever writes another one adds it here. */
export const effects: readonly Effect[] = [
  status,
  reset,
  close,
  stall,
  none,
  truncate,
  malformed,
  badChunk,
  garbage,
  slowBody,
  domain,
]

const byType: ReadonlyMap<string, Effect> = new Map(effects.map((effect) => [effect.type, effect]))

export const effectOf = (type: string): Effect | undefined => byType.get(type)
