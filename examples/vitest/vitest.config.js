import { defineConfig } from 'vitest/config'

export default defineConfig({
  // One server for the whole run; without it, each worker starts one.
  test: { globalSetup: 'tevo-local/vitest/setup' },
})
