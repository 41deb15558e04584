import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'
import { packageJson, root } from './scripts/package-json.js'
import { pdfWorkerFile } from './scripts/pdf-worker-file.js'
import { LongestFirst } from './test/longest-first.ts'

export default defineConfig({
  // As scripts/bundle.js does for dist/.
  define: {
    __TEVO_LOCAL_VERSION__: JSON.stringify(packageJson.version),
    __TEVO_LOCAL_PDF_WORKER__: JSON.stringify(await pdfWorkerFile()),
  },
  test: {
    // As Node and the bundle do it: the default export of a CommonJS module is its `module.exports`.
    deps: { interopDefault: false },
    include: ['test/**/*.test.ts'],
    // Vitest would leave one core to others: on two, the tests would run one after the other. One more than there are
    // cores works while another waits, for a process that starts or a lease that ends.
    maxWorkers: availableParallelism() + 1,
    sequence: { sequencer: LongestFirst },
    // A worker loads the sources once, not once for each file: the modules of src/ and test/ keep no state, which
    // test/architecture.test.ts checks.
    isolate: false,
    // What is compiled of the command line, which many tests start, stays in the checkout.
    env: { NODE_COMPILE_CACHE: `${root}node_modules/.cache` },
    testTimeout: 30_000,
    hookTimeout: 30_000,
  },
})
