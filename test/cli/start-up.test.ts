import { expect, test } from 'vitest'
import { staticClosure } from '../../scripts/bundle.js'
import { bundled } from '../bundled.ts'

/** What only a world file or `--data` needs. */
const LATER = ['node_modules/lowdb/', 'node_modules/steno/', 'src/store/world-schema.ts']

test.for(['dist/cli.js', 'dist/index.js'])('%s starts without what only a world file needs', async (entry) => {
  const { metafile } = await bundled()

  const read = staticClosure(metafile, entry).flatMap((output) => Object.keys(metafile.outputs[output]?.inputs ?? {}))

  expect(read.length).toBeGreaterThan(50)
  expect(read.filter((input) => LATER.some((part) => input.includes(part)))).toEqual([])
})
