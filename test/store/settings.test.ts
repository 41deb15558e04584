import { expect, test } from 'vitest'
import { inPlainWords } from '../../src/plain-words.ts'
import { type AccountSettings, DEFAULT_SETTINGS } from '../../src/store/settings.ts'
import { AllSettings, SettingsPatch, settingsIn } from '../../src/store/settings-schema.ts'

/** What each setting can be, and the words for what it cannot. */

function refusal(patch: unknown): string {
  const { error } = SettingsPatch().safeParse(patch, { error: inPlainWords, reportInput: true })
  return error === undefined
    ? 'none'
    : error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('\n')
}

const YEAR_S = 366 * 86_400
const rate_limit = { requests: 5, window_s: 60, status: 503 }

test.for<Partial<AccountSettings>>([
  { rate_limit: null },
  { rate_limit: { requests: 1, window_s: 1, status: 429 } },
  { rate_limit: { requests: 5, window_s: YEAR_S, status: 503 } },
  { price_check: false, signature_check: false, signature_required: true },
  ...(['off', 'approve', 'decline', 'hold'] as const).map((fraud) => ({ fraud })),
  { fraud_blocks_accept: true, minfraud: true, auto_cancel: true, webhook_retries: false, redact: false },
  ...(['braintree', 'stripe', 'none'] as const).map((gateway) => ({ gateway })),
  { order_review: 'hold' },
  { ticket_groups_index: 'redirect' },
  { buyer_notifications: 'all' },
  { autopilot: 'fraud-desk' },
  { autopilot: ['fraud-desk'] },
  { autopilot: ['patient-broker', 'fraud-desk'] },
  { index_lag_s: 0 },
  { index_lag_s: 3_600 },
  { ttl_s: null },
  { ttl_s: 1 },
  { ttl_s: 30 * 86_400 },
  { journal_entries: 1 },
  { journal_entries: 10_000 },
  {},
])('%j is taken as it is', (patch) => {
  expect(settingsIn(SettingsPatch().parse(patch))).toEqual(patch)
})

test('a rate limit answers 429 unless it says otherwise', () => {
  expect(settingsIn(SettingsPatch().parse({ rate_limit: { requests: 5, window_s: 60 } }))).toEqual({
    rate_limit: { requests: 5, window_s: 60, status: 429 },
  })
})

test.for<[patch: object, words: string]>([
  [{ rate_limit: { ...rate_limit, requests: 0 } }, 'rate_limit.requests: is 0; at least 1'],
  [{ rate_limit: { ...rate_limit, window_s: 0 } }, 'rate_limit.window_s: is 0; at least 1'],
  [{ rate_limit: { ...rate_limit, window_s: YEAR_S + 1 } }, `rate_limit.window_s: is ${YEAR_S + 1}; at most ${YEAR_S}`],
  [{ rate_limit: { ...rate_limit, status: 500 } }, 'rate_limit.status: is not one of 429, 503'],
  [{ rate_limit: { ...rate_limit, per: 'day' } }, 'it takes "requests", "window_s", "status"'],
  [
    { rate_limit: {} },
    'rate_limit.requests: is missing; give a number\nrate_limit.window_s: is missing; give a number',
  ],
  [{ fraud: 'maybe' }, 'fraud: is not one of off, approve, decline, hold'],
  [{ autopilot: [] }, 'autopilot: has 0 entries; at least 1'],
  [{ autopilot: 'nobody' }, 'autopilot: is one of patient-broker, good-broker, slow-broker, '],
  [
    { autopilot: ['good-broker', 'slow-broker'] },
    'autopilot: names more than one broker: good-broker,slow-broker; one of them can play, and fraud-desk beside it',
  ],
  [{ autopilot: Array.from({ length: 7 }, () => 'fraud-desk') }, 'autopilot: is one of patient-broker, '],
  [{ index_lag_s: -1 }, 'index_lag_s: -1 is not a number of seconds: give a whole number from 0 to 3600'],
  [{ index_lag_s: 3_601 }, 'index_lag_s: 3601 is not a number of seconds: give a whole number from 0 to 3600'],
  [{ index_lag_s: '5' }, 'index_lag_s: "5" is not a number of seconds: give a whole number from 0 to 3600'],
  [{ index_lag_s: 0.5 }, 'index_lag_s: 0.5 is not a number of seconds: give a whole number from 0 to 3600'],
  [{ ttl_s: 0 }, 'ttl_s: 0 is not a number of seconds: give a whole number from 1 to 2592000'],
  [{ ttl_s: 2_592_001 }, 'ttl_s: 2592001 is not a number of seconds: give a whole number from 1 to 2592000'],
  [{ journal_entries: 0 }, 'journal_entries: 0 is not a number of requests: give a whole number from 1 to 10000'],
  [
    { journal_entries: 10_001 },
    'journal_entries: 10001 is not a number of requests: give a whole number from 1 to 10000',
  ],
  [{ unheard_of: 1 }, ': Unrecognized key: "unheard_of"; it takes "rate_limit", "price_check", '],
])('%j is refused in words', ([patch, words]) => {
  expect(refusal(patch)).toContain(words)
})

test('an older file has the usual value of a setting that is newer than it', () => {
  expect(AllSettings().parse({})).toEqual(DEFAULT_SETTINGS)
  expect(AllSettings().parse({ fraud: 'hold', rate_limit })).toEqual({ ...DEFAULT_SETTINGS, fraud: 'hold', rate_limit })
})

test('a setting that is given as nothing is left as it is', () => {
  expect(Object.keys(settingsIn({ fraud: undefined, minfraud: true }))).toEqual(['minfraud'])
  expect(settingsIn({ rate_limit: null, ttl_s: null, index_lag_s: 0 })).toEqual({
    rate_limit: null,
    ttl_s: null,
    index_lag_s: 0,
  })
})

test('each setting says what it is', () => {
  for (const [name, setting] of Object.entries(SettingsPatch().shape))
    expect(setting.unwrap().description, name).toMatch(/^[A-Z].+\.$/)
})
