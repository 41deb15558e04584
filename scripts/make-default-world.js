// @ts-check
// Writes fixtures/default.json, the default world: `npm run make:world`.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { importTypeScript } from './import-typescript.js'
import { root } from './package-json.js'

const { defaultWorld } = await importTypeScript('src/world-maker/default-world.ts')
const { worldText } = await importTypeScript('src/world-maker/world-text.ts')

writeFileSync(join(root, 'fixtures/default.json'), worldText(defaultWorld()))
