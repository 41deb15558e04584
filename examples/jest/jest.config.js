module.exports = {
  // One server for the whole run; without them, each test file starts one.
  globalSetup: 'tevo-local/jest/setup',
  globalTeardown: 'tevo-local/jest/teardown',
}
