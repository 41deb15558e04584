// @ts-check

/**
 * What `npm run mutate -- AREA` changes, and the tests that are meant to notice, by how their paths begin: those that reach
 * it soon, so that a round takes minutes and not hours.
 * `isBuiltOnce`: it has schemas, which a process builds once; to build them again for every mutant takes long.
 * `without`: parts of the names of tests that measure time, which on a busy machine fail by themselves.
 * @typedef {{
 *   readonly mutate: readonly string[],
 *   readonly tests: readonly string[],
 *   readonly isBuiltOnce?: true,
 *   readonly without?: readonly string[],
 * }} Area
 * @type {{ readonly [area: string]: Area }}
 */
export const AREAS = {
  signing: {
    mutate: ['src/signing/**/*.ts'],
    tests: ['test/signing/'],
    without: ['in time that grows with its length alone', 'in milliseconds'],
  },
  money: {
    mutate: ['src/rules/money/totals.ts', 'src/rules/money/tax-quotes.ts'],
    tests: [
      'test/rules/money/',
      'test/orders/records',
      'test/orders/states',
      'test/orders/parties',
      'test/inventory/tax-quotes',
      'test/inventory/orders',
      'test/catalogue/accounts',
      'test/seeds/002',
      'test/invariants/orders-model',
    ],
  },
  orders: {
    mutate: ['states', 'moves', 'deeds', 'placing', 'making', 'seats', 'fulfilment', 'visibility', 'update'].map(
      (name) => `src/rules/orders/${name}.ts`,
    ),
    tests: [
      'test/rules/orders/',
      ...['states', 'parties', 'records', 'refused', 'complete', 'sides', 'queued', 'payments', 'hand-over'].map(
        (name) => `test/orders/${name}.test.ts`,
      ),
      'test/inventory/orders',
      'test/inventory/outside-purchases',
    ],
  },
  inventory: {
    mutate: ['src/rules/inventory/**/*.ts'],
    tests: [
      'test/rules/inventory/',
      ...['broker-stock', 'holds', 'listings', 'orders', 'ticket-groups', 'ticket-records', 'tickets'].map(
        (name) => `test/inventory/${name}.test.ts`,
      ),
      'test/catalogue/event-prices',
    ],
  },
  payments: {
    mutate: ['evopay', 'gateway', 'office-payments', 'payments'].map((name) => `src/rules/money/${name}.ts`),
    tests: [
      'test/rules/money/',
      'test/orders/evopay',
      'test/orders/payments',
      'test/orders/parties',
      'test/inventory/tax-quotes',
    ],
  },
  faults: {
    mutate: ['src/faults/**/*.ts'],
    tests: ['rules', 'specs', 'effects', 'broken-requests', 'answers', 'arming'].map(
      (name) => `test/faults/${name}.test.ts`,
    ),
    isBuiltOnce: true,
  },
  store: {
    // The lock is between processes: its tests start some, which are not mutated.
    mutate: [
      'src/store/**/*.ts',
      '!src/store/words.ts',
      '!src/store/tables.ts',
      '!src/store/file/lock.ts',
      '!src/store/postgres/**',
      '!src/store/postgres-log.ts',
    ],
    tests: [
      'test/store/',
      ...['damage', 'data-file', 'large-records', 'trouble'].map((name) => `test/data-file/${name}.test.ts`),
      ...['opened-again', 'snapshots', 'world-limits', 'world'].map((name) => `test/sandbox/${name}.test.ts`),
      'test/control/clock-and-settings',
      'test/control/records.test.ts',
    ],
    isBuiltOnce: true,
  },
}

/** The area that `npm run mutate` is about. */
export function mutatedArea() {
  const area = AREAS[process.env.TEVO_MUTATED ?? '']
  if (area === undefined) throw new Error('TEVO_MUTATED names no area: run npm run mutate -- AREA')
  return area
}
