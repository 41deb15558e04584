// @ts-check
import { build } from 'esbuild'
import { root } from './package-json.js'

/**
 * The exports of a module of src. Node runs no TypeScript: it is bundled, and imported from memory.
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
  })
  return import(`data:text/javascript;base64,${Buffer.from(outputFiles[0]?.contents ?? '').toString('base64')}`)
}
