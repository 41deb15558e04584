// @ts-check
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('..', import.meta.url))

/** @type {{ name: string, version: string, engines: { node: string }, scripts: { start: string } }} */
export const packageJson = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'))
