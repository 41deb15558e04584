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
  // As it lies in a checkout, built or not, and as the package has it.
  new Response(await readFile(packageFile(`src/inspector/client/${name}`, `dist/inspector/${name}`)), {
    headers: { 'Content-Type': `${TYPES[name]}; charset=utf-8`, 'Cache-Control': 'no-cache' },
  })
