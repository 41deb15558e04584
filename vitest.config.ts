import { createHash } from 'node:crypto'
import { mkdir, rename, writeFile } from 'node:fs/promises'
import { pathToFileURL } from 'node:url'
import { defineConfig } from 'vitest/config'
import { pdfWorker } from './scripts/bundle.js'
import { packageJson, root } from './scripts/package-json.js'

/** The thread for PDFs, in a file that its text gives the name: several runs may write it at once. */
async function pdfWorkerFile(): Promise<string> {
  const text = await pdfWorker()
  const directory = `${root}node_modules/.cache/tevo-local`
  const file = `${directory}/pdf-worker-${createHash('sha256').update(text).digest('hex').slice(0, 16)}.mjs`
  await mkdir(directory, { recursive: true })
  await writeFile(`${file}.${process.pid}`, text)
  await rename(`${file}.${process.pid}`, file)
  return pathToFileURL(file).href
}

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
    // Vitest would leave one core to others: on two, the tests would run one after the other.
    maxWorkers: '100%',
    // A worker loads the sources once, not once for each file: the modules of src/ and test/ keep no state, which
    // test/architecture.test.ts checks.
    isolate: false,
    // What is compiled of the command line, which many tests start, stays in the checkout.
    env: { NODE_COMPILE_CACHE: `${root}node_modules/.cache` },
    testTimeout: 20_000,
    hookTimeout: 20_000,
  },
})
