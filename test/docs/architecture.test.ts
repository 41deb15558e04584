import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { layerDiagram, layerTable } from '../../scripts/docs/architecture.js'
import { withParts } from '../../scripts/docs/generated.js'
import { LAYERS } from '../layers.ts'

const page = readFileSync(new URL('../../docs/architecture.md', import.meta.url), 'utf8')

test('the table and the diagram are those that `npm run make:docs` writes now', () => {
  expect(page).toBe(withParts(page, { layers: layerTable(LAYERS), 'layer diagram': layerDiagram(LAYERS) }))
})

test('the layers stand in order: each may import only those that come before it in test/layers.ts', () => {
  const names = Object.keys(LAYERS)
  const upwards = names.flatMap((name, place) =>
    (LAYERS[name]?.mayImport ?? [])
      .filter((layer) => !names.slice(0, place).includes(layer))
      .map((layer) => `${name} may import ${layer}, which does not come before it`),
  )

  expect(upwards).toEqual([])
})

test('a layer that may import nearly everything below it is told by what it may not', () => {
  const layer = (...mayImport: string[]) => ({ about: 'a layer', mayImport })
  const layers = {
    ground: layer(),
    store: layer('ground'),
    rules: layer('ground', 'store'),
    wire: layer('ground', 'store', 'rules'),
    routes: layer('ground', 'store', 'wire'),
    cli: layer('ground', 'store', 'rules', 'routes'),
  }

  expect(layerTable(layers)).toBe(`| layer | what it is for | may import |
| --- | --- | --- |
| \`cli\` | a layer | everything below except \`wire\` |
| \`routes\` | a layer | \`store\`, \`wire\`, the ground |
| \`wire\` | a layer | everything below |
| \`rules\` | a layer | everything below |
| \`store\` | a layer | the ground |
| \`ground\` | a layer | nothing: it is part of the ground |`)
  expect(layerDiagram(layers)).toBe(`\`\`\`mermaid
flowchart TD
  cli --> routes
  routes --> wire
  wire --> rules
  rules --> store
\`\`\``)
})
