import { expect, test } from 'vitest'
import { LAZY_PACKAGES, staticClosure } from '../../scripts/bundle.js'
import { bundled } from '../bundled.ts'

test.for(['dist/cli.js', 'dist/index.js'])('%s starts without reading faker or the PDF library', async (entry) => {
  const { metafile } = await bundled()

  const read = staticClosure(metafile, entry).flatMap((output) => Object.keys(metafile.outputs[output]?.inputs ?? {}))

  expect(read.filter(isLazy)).toEqual([])
})

test('faker and the PDF library are in the bundle, as chunks', async () => {
  const { metafile } = await bundled()

  const inputs = Object.keys(metafile.inputs)

  expect(LAZY_PACKAGES.filter((name) => !inputs.some((input) => input.includes(`node_modules/${name}/`)))).toEqual([])
})

function isLazy(input: string): boolean {
  return LAZY_PACKAGES.some((name) => input.includes(`node_modules/${name}/`))
}
