// @ts-check

/**
 * What `npm run mutate -- AREA` changes, and the tests that are meant to notice: those that reach it soon, so that a round
 * takes minutes and not hours.
 * @type {{ readonly [area: string]: { readonly mutate: readonly string[], readonly tests: readonly string[] } }}
 */
export const AREAS = {
  signing: {
    mutate: ['src/signing/**/*.ts'],
    tests: ['test/signing/**/*.test.ts'],
  },
  money: {
    mutate: ['src/rules/money/**/*.ts'],
    tests: [
      'test/rules/**/*.test.ts',
      'test/orders/{evopay,payments,records,refused}.test.ts',
      'test/inventory/tax-quotes.test.ts',
      'test/catalogue/accounts.test.ts',
      'test/invariants/{marketplace,orders-model}.test.ts',
    ],
  },
  orders: {
    mutate: ['src/rules/orders/{states,moves,deeds,placing,making,seats,fulfilment,visibility,update}.ts'],
    tests: ['test/orders/**/*.test.ts', 'test/invariants/{marketplace,orders-model}.test.ts'],
  },
  inventory: {
    mutate: ['src/rules/inventory/**/*.ts'],
    tests: ['test/inventory/**/*.test.ts', 'test/invariants/marketplace.test.ts'],
  },
  faults: {
    mutate: ['src/faults/**/*.ts'],
    tests: ['test/faults/**/*.test.ts'],
  },
  store: {
    mutate: ['src/store/**/*.ts', '!src/store/words.ts', '!src/store/tables.ts'],
    tests: ['test/store/**/*.test.ts', 'test/data-file/{damage,data-file,trouble,lock}.test.ts'],
  },
}
