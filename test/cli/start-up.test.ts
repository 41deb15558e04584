import { expect, test } from 'vitest'
import { bundle, staticClosure } from '../../scripts/bundle.js'

/** What only a world file or `--data` needs. */
const LATER = ['node_modules/lowdb/', 'node_modules/steno/', 'src/store/world-schema.ts']

test.for(['dist/cli.js', 'dist/index.js'])('%s starts without what only a world file needs', async (entry) => {
  const { metafile } = await bundle()

  const read = staticClosure(metafile, entry).flatMap((output) => Object.keys(metafile.outputs[output]?.inputs ?? {}))

  expect(read.length).toBeGreaterThan(50)
  expect(read.filter((input) => LATER.some((part) => input.includes(part)))).toEqual([])
})
