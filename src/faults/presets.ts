/** Rules that are armed together, by one name. They are written as anybody writes them, and read by the same schema. */
export const presets = {
  flaky: [
    { id: 'flaky-unavailable', effect: { type: 'status', refusal: 'unavailable', retry_after_s: 1 }, chance: 0.1 },
    { id: 'flaky-reset', phase: 'after-commit', effect: { type: 'reset' }, chance: 0.05 },
  ],
  slow: [{ id: 'slow', effect: { type: 'none' }, delay: { type: 'lognormal', p50_ms: 300, p99_ms: 3_000 } }],
  outage: [
    { id: 'outage', phase: 'before-auth', effect: { type: 'status', refusal: 'unavailable', retry_after_s: 30 } },
  ],
  'lost-answer': [
    {
      id: 'lost-answer',
      match: { operation: 'orders.create' },
      phase: 'after-commit',
      effect: { type: 'head-only' },
      times: 1,
    },
    {
      id: 'lost-answer-v10',
      match: { operation: 'v10.orders.create' },
      phase: 'after-commit',
      effect: { type: 'head-only' },
      times: 1,
    },
  ],
  brownout: [
    { id: 'brownout-slow', effect: { type: 'none' }, delay: { type: 'lognormal', p50_ms: 800, p99_ms: 8_000 } },
    { id: 'brownout-stall', effect: { type: 'stall', max_ms: 30_000 }, chance: 0.02 },
    { id: 'brownout-unavailable', effect: { type: 'status', refusal: 'unavailable', retry_after_s: 2 }, chance: 0.33 },
  ],
} as const

/** What each of them does, in a sentence for people. */
export const presetWords: { readonly [Name in keyof typeof presets]: string } = {
  flaky: 'One request in ten fails before anything is done, and one in twenty loses its answer after.',
  slow: 'Half of the answers take 300 ms and more, one in a hundred 3 s and more.',
  outage: 'No request gets through until the rule is disarmed.',
  'lost-answer': 'The next order is made, and its answer is lost: once in each version of the API.',
  brownout: 'Everything is slow, a third is turned away, and one in fifty hears nothing for half a minute.',
}
