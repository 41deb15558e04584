import { readFile } from 'node:fs/promises'
import { packageFile } from '../package-file.ts'

/** The style, the program and the icon of all pages: files, so that the pages need nothing inline. */
const TYPES = {
  'inspector.css': 'text/css',
  'inspector.js': 'text/javascript',
  'inspector.svg': 'image/svg+xml',
} as const
export type AssetName = keyof typeof TYPES

export const ASSETS: readonly AssetName[] = ['inspector.css', 'inspector.js', 'inspector.svg']

export const asset = async (name: AssetName): Promise<Response> =>
  // As the package has it, and as it lies in a checkout that was not built.
  new Response(await readFile(packageFile(`dist/inspector/${name}`, `src/inspector/client/${name}`)), {
    headers: { 'Content-Type': `${TYPES[name]}; charset=utf-8`, 'Cache-Control': 'no-cache' },
  })
