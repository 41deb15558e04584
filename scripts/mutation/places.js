// @ts-check

/** Where the bundle lies, inside the copy of the checkout that Stryker mutates. */
export const BUNDLE = '.mutated/0'
/** The entry that imports every module below the tests. */
export const SOURCES = 'sources'
/** How long each test took when nothing was mutated. */
export const DURATIONS = '.mutated/durations.json'
