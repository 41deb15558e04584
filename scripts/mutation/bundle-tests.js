// @ts-check
// Stryker's build command: bundles the tests of an area, and the mutated sources below them, for `runner.js`.
import { readdirSync, readFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build } from 'esbuild'
import { packageJson, root } from '../package-json.js'
import { pdfWorkerFile } from '../pdf-worker-file.js'
import { mutatedArea } from './areas.js'
import { BUNDLE, SOURCES } from './places.js'

const { tests } = mutatedArea()

const testFiles = /** @type {string[]} */ (readdirSync(`${root}test`, { recursive: true }))
  .map((file) => `test/${file}`)
  .filter((file) => file.endsWith('.test.ts') && tests.some((path) => file.startsWith(path)))

/**
 * What is built once in a process is built again in each run, for the mutant may be in what builds it.
 * `runner.js` counts the runs.
 */
const ONCE_IN_EACH_RUN = `export function once(build) {
  let built
  return () => {
    if (built === undefined || built.run !== globalThis.tevoRun) built = { thing: build(), run: globalThis.tevoRun }
    return built.thing
  }
}`

/**
 * A module finds files beside itself by where its source lies, not by where the bundle does.
 * @type {import('esbuild').Plugin}
 */
const placesOfSources = {
  name: 'places-of-sources',
  setup: ({ onLoad }) => {
    onLoad({ filter: /\.[jt]s$/ }, ({ path }) => {
      if (path.includes('node_modules')) return undefined
      if (path === `${root}src/once.ts`) return { contents: ONCE_IN_EACH_RUN, loader: 'js' }
      const contents = readFileSync(path, 'utf8')
        .replaceAll('import.meta.url', JSON.stringify(pathToFileURL(path).href))
        .replaceAll('import.meta.dirname', JSON.stringify(dirname(path)))
      return { contents, loader: path.endsWith('.ts') ? 'ts' : 'js' }
    })
  },
}

/** @type {import('esbuild').BuildOptions} */
const options = {
  absWorkingDir: root,
  outbase: '.',
  outdir: BUNDLE,
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  packages: 'external',
  define: {
    __TEVO_LOCAL_VERSION__: JSON.stringify(packageJson.version),
    __TEVO_LOCAL_PDF_WORKER__: JSON.stringify(await pdfWorkerFile()),
  },
  plugins: [placesOfSources],
  logLevel: 'warning',
}

const { metafile } = await build({ ...options, entryPoints: testFiles, metafile: true, write: false })
const below = Object.keys(metafile.inputs).filter((file) => !testFiles.includes(file) && !file.includes('node_modules'))
await build({
  ...options,
  entryPoints: {
    ...Object.fromEntries(testFiles.map((file) => [file.replace(/\.ts$/, ''), file])),
    [SOURCES]: 'sources-of-tests',
  },
  plugins: [
    {
      name: 'sources-of-tests',
      setup: ({ onResolve, onLoad }) => {
        onResolve({ filter: /^sources-of-tests$/ }, ({ path }) => ({ path, namespace: 'sources' }))
        onLoad({ filter: /.*/, namespace: 'sources' }, () => ({
          contents: below.map((file) => `import ${JSON.stringify(`./${file}`)}`).join('\n'),
          resolveDir: root,
        }))
      },
    },
    placesOfSources,
  ],
})
