import { stat, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { serve } from '../harness.ts'
import { place } from '../orders/journey.ts'
import { hasBrowser, IN_BROWSER, openWindow, useBrowser, WITHOUT } from './browser.ts'

const PICTURE = fileURLToPath(new URL('../../docs/inspector.png', import.meta.url))
/** It is loaded with the README. */
const MAX_BYTES = 150_000
const SIZE = { width: 1120, height: 700 }

test('the picture of the README is small', async () => {
  expect((await stat(PICTURE)).size).toBeLessThan(MAX_BYTES)
})

describe.skipIf(!hasBrowser)(`the picture of the README${WITHOUT}`, IN_BROWSER, () => {
  const browser = useBrowser()

  test('is made here: an order whose owner has accepted; TEVO_PICTURES=1 writes it', async () => {
    const server = await serve({ clock_ms: Date.parse('2026-01-01T10:00:00Z') })
    await server.control('PATCH', '/clock', { freeze: true })
    const { front, back } = await place(server)
    await server.control('PATCH', '/clock', { advance: 'PT12M' })
    await server.control('POST', `/orders/${back}/act`, { as: 'seller', do: 'accept' })
    await server.control('PATCH', '/clock', { advance: 'PT3M' })
    const { page } = await openWindow(browser())
    await page.setViewportSize(SIZE)
    await page.goto(`${server.url}/_local/ui/default/orders/${front}`)
    await page.getByText('live', { exact: true }).waitFor()
    await page.getByRole('button', { name: 'deliver' }).first().waitFor()

    const picture = await page.screenshot()

    expect(picture.length).toBeLessThan(MAX_BYTES)
    if (process.env.TEVO_PICTURES === '1') await writeFile(PICTURE, picture)
  })
})
