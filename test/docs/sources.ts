import defaultWorld from '../../fixtures/default.json' with { type: 'json' }
import { PHASES } from '../../src/faults/effect.ts'
import { effects } from '../../src/faults/effects.ts'
import { presets } from '../../src/faults/presets.ts'
import { PIECES } from '../../src/journal/advice.ts'
import { operations } from '../../src/routes/operations.ts'
import { INVARIANTS } from '../../src/rules/invariants/invariants.ts'
import { FOLLOWINGS, TRANSITIONS } from '../../src/rules/orders/states.ts'
import { MISTAKES } from '../../src/signing/mistakes.ts'
import { CASTS, ORDER_STATES, WEBHOOK_EVENTS } from '../../src/store/words.ts'
import { LAYERS } from '../layers.ts'

/** What the generated parts of the pages are made from: for `npm run make:docs`, and for the test that nobody forgets it. */
export const sources = {
  operations,
  transitions: TRANSITIONS,
  followings: FOLLOWINGS,
  layers: LAYERS,
  world: defaultWorld,
  counted: {
    states: ORDER_STATES,
    events: WEBHOOK_EVENTS,
    casts: CASTS,
    effects,
    phases: PHASES,
    presets,
    mistakes: MISTAKES,
    advice: PIECES,
    invariants: INVARIANTS,
  },
}
