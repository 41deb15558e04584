import { expect, test } from 'vitest'
import { readWith, STARTS } from '../bundled.ts'

/** What only a world file or `--data` needs. */
const LATER = ['node_modules/lowdb/', 'node_modules/steno/', 'src/store/world-schema.ts']

test.for(STARTS)('%s starts without what only a world file needs', async (source) => {
  const read = await readWith(source)

  expect(read.length).toBeGreaterThan(50)
  expect(read.filter((input) => LATER.some((part) => input.includes(part)))).toEqual([])
})

test.for(STARTS)('%s starts without the inspector, which a person may never open', async (source) => {
  const read = await readWith(source)

  expect(read).toContain('src/http/app.ts')
  expect(read.filter((input) => input.startsWith('src/inspector/') || input.includes('hono/dist/jsx/'))).toEqual([])
})

test('a command that starts no server reads none', async () => {
  const read = await readWith('src/cli.ts')

  expect(read).toContain('src/commands/help.ts')
  expect(read.filter((input) => input.includes('node_modules/'))).toEqual([])
})
