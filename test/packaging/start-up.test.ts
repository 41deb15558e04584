import { expect, test } from 'vitest'
import { LAZY_PACKAGES } from '../../scripts/bundle.js'
import { bundled, readWith, STARTS } from '../bundled.ts'

test.for(STARTS)('%s starts without reading faker or the PDF library', async (source) => {
  const read = await readWith(source)

  expect(read.length).toBeGreaterThan(50)
  expect(read.filter(isLazy)).toEqual([])
})

/** Loaded when a browser first asks for a page: a start costs what it did before there were any. */
const PAGES = ['src/inspector/', 'node_modules/hono/dist/jsx/', 'node_modules/hono/dist/helper/html']

test.for(STARTS)('%s starts without reading a page of the inspector, or what renders it', async (source) => {
  const read = await readWith(source)

  expect(read.filter((input) => PAGES.some((part) => input.startsWith(part)))).toEqual([])
})

test('the pages and what renders them are in the bundle, as chunks', async () => {
  const { metafile } = await bundled()

  const inputs = Object.keys(metafile.inputs)

  for (const part of PAGES.slice(0, 2))
    expect(
      inputs.some((input) => input.startsWith(part)),
      part,
    ).toBe(true)
})

test('faker and the PDF library are in the bundle, as chunks', async () => {
  const { metafile } = await bundled()

  const inputs = Object.keys(metafile.inputs)

  expect(LAZY_PACKAGES.filter((name) => !inputs.some((input) => input.includes(`node_modules/${name}/`)))).toEqual([])
})

function isLazy(input: string): boolean {
  return LAZY_PACKAGES.some((name) => input.includes(`node_modules/${name}/`))
}
