// @ts-check
// Writes fixtures/default.json, the default world: `npm run make:world`.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { defaultWorld } from './default-world/world.js'
import { worldText } from './default-world/world-text.js'
import { root } from './package-json.js'

writeFileSync(join(root, 'fixtures/default.json'), worldText(defaultWorld()))
