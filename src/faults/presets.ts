/** Rules that are armed together, by one name. They are written as anybody writes them, and read by the same schema. */
export const presets = {
  /** One request in ten fails before anything is done, one in twenty after. */
  flaky: [
    { id: 'flaky-unavailable', effect: { type: 'status', refusal: 'unavailable', retry_after_s: 1 }, chance: 0.1 },
    { id: 'flaky-reset', phase: 'after-commit', effect: { type: 'reset' }, chance: 0.05 },
  ],
  /** Half of the answers take 300 ms and more, one in a hundred 3 s and more. */
  slow: [{ id: 'slow', effect: { type: 'none' }, delay: { type: 'lognormal', p50_ms: 300, p99_ms: 3_000 } }],
  /** No request gets through until the rule is deleted. */
  outage: [
    { id: 'outage', phase: 'before-auth', effect: { type: 'status', refusal: 'unavailable', retry_after_s: 30 } },
  ],
  /** The next order is made, and its answer is lost: once in each version of the API. */
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
  /** Everything is slow, a third is turned away, and one in fifty hears nothing for half a minute. */
  brownout: [
    { id: 'brownout-slow', effect: { type: 'none' }, delay: { type: 'lognormal', p50_ms: 800, p99_ms: 8_000 } },
    { id: 'brownout-stall', effect: { type: 'stall', max_ms: 30_000 }, chance: 0.02 },
    { id: 'brownout-unavailable', effect: { type: 'status', refusal: 'unavailable', retry_after_s: 2 }, chance: 0.33 },
  ],
} as const
