// @ts-check
import { build } from 'esbuild'
import { packageJson, root } from './package-json.js'

/**
 * The exports of a module of src. Node cannot run its TypeScript, so it is bundled and imported from memory.
 * @param {string} path  from the root
 * @param {string[]} unread  packages that it names and never imports here
 */
export async function importTypeScript(path, unread = []) {
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: [path],
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
    external: unread,
    // As scripts/bundle.js does for dist/.
    define: { __TEVO_LOCAL_VERSION__: JSON.stringify(packageJson.version) },
  })
  return import(`data:text/javascript;base64,${Buffer.from(outputFiles[0]?.contents ?? '').toString('base64')}`)
}
