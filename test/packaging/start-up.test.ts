import { expect, test } from 'vitest'
import { bundle, LAZY_PACKAGES, staticClosure } from '../../scripts/bundle.js'

test.for(['dist/cli.js', 'dist/index.js'])('%s starts without reading faker or the PDF library', async (entry) => {
  const { metafile } = await bundle()

  const read = staticClosure(metafile, entry).flatMap((output) => Object.keys(metafile.outputs[output]?.inputs ?? {}))

  expect(read.filter(isLazy)).toEqual([])
})

test('faker and the PDF library are in the bundle, as chunks', async () => {
  const { metafile } = await bundle()

  const bundled = Object.keys(metafile.inputs)

  expect(LAZY_PACKAGES.filter((name) => !bundled.some((input) => input.includes(`node_modules/${name}/`)))).toEqual([])
})

function isLazy(input: string): boolean {
  return LAZY_PACKAGES.some((name) => input.includes(`node_modules/${name}/`))
}
