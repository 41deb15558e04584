// @ts-check
import { existsSync } from 'node:fs'
import { chmod, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import { root } from './package-json.js'

const dist = join(root, 'dist')
const isPrepare = process.argv.includes('--prepare')

try {
  if (isPrepare && !hasTools()) leaveAsItIs()
  else await buildDist()
} catch (error) {
  console.error(`tevo-local: build failed: ${firstLine(error)}`)
  process.exitCode = 1
}

async function buildDist() {
  // Imported here, so that `prepare` without esbuild can say so.
  const [
    { bundle, inspectorFiles, LIBRARY, RENDERER, RUNNERS },
    { commonJsTypes },
    { declarations },
    { thirdPartyLicences },
  ] = await Promise.all([
    import('./bundle.js'),
    import('./commonjs.js'),
    import('./declarations.js'),
    import('./licences.js'),
  ])
  const [{ files, metafile }, types] = await Promise.all([bundle(), declarations(LIBRARY, RUNNERS)])
  await replaceDist(
    new Map(
      /** @type {[string, string | Uint8Array][]} */ ([
        ...files,
        ...types,
        ...commonJsTypes(types),
        ['THIRD-PARTY-LICENSES.txt', thirdPartyLicences(metafile)],
        ...(await inspectorFiles()),
        ['rapidoc.js.gz', await readFile(join(root, RENDERER, 'dist/rapidoc-min.js.gz'))],
      ]),
    ),
  )
  await chmod(join(dist, 'cli.js'), 0o755)
}

/**
 * Writes the new files first and removes the old ones after, so that a running server always finds its chunks.
 * @param {Map<string, string | Uint8Array>} files
 */
async function replaceDist(files) {
  const chunksFirst = [...files].sort(([a], [b]) => Number(b.startsWith('chunks/')) - Number(a.startsWith('chunks/')))
  for (const [file, text] of chunksFirst) {
    await mkdir(dirname(join(dist, file)), { recursive: true })
    await writeFile(join(dist, file), text)
  }
  for (const entry of await readdir(dist, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name)
    if (!entry.isDirectory() && !files.has(relative(dist, path))) await rm(path)
  }
}

function hasTools() {
  try {
    return Boolean(import.meta.resolve('esbuild') && import.meta.resolve('typescript/package.json'))
  } catch {
    return false
  }
}

function leaveAsItIs() {
  const isBuilt = existsSync(join(dist, 'cli.js'))
  const next = isBuilt ? 'dist/ stays as it is' : 'dist/ does not exist: use `npm ci --include=dev`'
  console.error(
    `tevo-local: not built, because esbuild and typescript, which are dev dependencies, are not installed: ${next}`,
  )
  process.exitCode = isBuilt ? 0 : 1
}

/**
 * esbuild prints its own errors and then throws them again.
 * @param {unknown} error
 */
function firstLine(error) {
  return String(error instanceof Error ? error.message : error).split('\n')[0]
}
