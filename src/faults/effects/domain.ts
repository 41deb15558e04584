import * as z from 'zod'
import { FORCEABLE } from '../../store/words.ts'
import { defineEffect } from '../effect.ts'

export const domain = defineEffect({
  type: 'domain',
  does: "A rule of TEvo's business finds the world other than it is, and refuses with its own words and consequences.",
  phases: ['before-handler'],
  losesAnswer: false,
  settings: () => z.strictObject({ type: z.literal('domain'), name: z.enum(FORCEABLE) }),
  isFor: ({ name }, forcible) => forcible.includes(name),
  plan: ({ name }) => ({ kind: 'go-on', force: name }),
})
