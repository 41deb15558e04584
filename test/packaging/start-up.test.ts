import { expect, test } from 'vitest'
import { LAZY_PACKAGES } from '../../scripts/bundle.js'
import { bundled, readWith, STARTS } from '../bundled.ts'

test.for(STARTS)('%s starts without reading faker or the PDF library', async (source) => {
  const read = await readWith(source)

  expect(read.length).toBeGreaterThan(50)
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
