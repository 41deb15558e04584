import { readFile } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import { serve, type TestServer } from '../harness.ts'
import { MARKET_ORDER } from '../orders/market-order.ts'
import { hasBrowser, IN_BROWSER, openWindow, picture, seriousProblems, useBrowser, WITHOUT } from './browser.ts'
import { HOSTILE } from './full-server.ts'

const ordered = async (server: TestServer, more: object = {}) => {
  const { status, text, body } = await server.post('/v9/orders', { orders: [{ ...MARKET_ORDER, ...more }] })
  expect(status, text).toBe(201)
  return { front: body.orders[0].id, back: body.orders[0].child_orders[0] }
}

describe.skipIf(!hasBrowser)(`the orders page in a browser${WITHOUT}`, IN_BROWSER, () => {
  const browser = useBrowser()

  test('an order that is placed appears by itself, is accepted and delivered by click, and its buyer downloads the PDF', async () => {
    const server = await serve()
    const person = await openWindow(browser())
    const { page } = person
    await page.goto(server.url)
    await page.getByText('No orders yet').waitFor()
    await page.getByText('live', { exact: true }).waitFor()
    await picture(page, 'orders-empty')

    const { front, back } = await ordered(server)
    await page.getByRole('link', { name: String(front) }).waitFor()
    await page.getByRole('link', { name: String(back) }).waitFor()
    await page.getByRole('link', { name: String(front) }).click()
    await page.waitForURL(`${server.url}/_local/ui/default/orders/${front}`)
    await picture(page, 'order-pending')

    await page.getByRole('button', { name: 'accept' }).click()
    await page.getByText(`Order ${back}: the seller did “accept”`).waitFor()
    expect((await server.get(`/v9/orders/${front}`)).body.state).toBe('accepted')
    // The notice is taken out of the address.
    await page.waitForURL(`${server.url}/_local/ui/default/orders/${back}`)
    await page.getByRole('button', { name: 'deliver' }).first().click()
    await page.getByText(`Order ${back}: the seller did “deliver”`).waitFor()
    expect((await server.get(`/v9/orders/${front}`)).body.state).toBe('completed')
    await page.getByText('The seller did “accept”').waitFor()

    const downloading = page.waitForEvent('download')
    await page.getByRole('button', { name: 'Download the etickets' }).first().click()
    const download = await downloading
    expect(download.suggestedFilename()).toBe(`etickets-${front}.pdf`)
    expect((await readFile(await download.path())).subarray(0, 5).toString()).toBe('%PDF-')
    await page.getByText('downloaded by').waitFor()
    await picture(page, 'order-completed')
    expect(await seriousProblems(person)).toEqual([])
    await page.emulateMedia({ colorScheme: 'dark' })
    expect(await seriousProblems(person)).toEqual([])
  })

  test('a hostile name is shown as text', async () => {
    const server = await serve()
    const { page } = await openWindow(browser())
    await server.call('PUT', '/v9/clients/107655', { body: { name: HOSTILE } })
    await ordered(server, { reference: HOSTILE, instructions: HOSTILE })

    await page.goto(server.url)
    await page.getByText(HOSTILE).first().waitFor()
    expect(await page.locator('img').count()).toBe(0)
    await page.locator('td a').first().click()
    await page.getByText(HOSTILE).first().waitFor()
    expect(await page.locator('img').count()).toBe(0)
    expect(await page.title()).not.toBe('hacked')
  })

  test('a full list is read on a narrow screen, and by who sees it otherwise', async () => {
    const server = await serve()
    for (let count = 0; count < 27; count += 1) await ordered(server, { reference: `PO-${count}` })
    await server.make({ name: 'checkout-7' })
    const person = await openWindow(browser())
    const { page } = person
    await page.goto(`${server.url}/_local/ui/default/orders`)
    expect(await page.locator('tbody tr').count()).toBe(25)
    await picture(page, 'orders')
    expect(await seriousProblems(person)).toEqual([])
    await page.getByRole('link', { name: 'Older' }).click()
    await page.getByText('These are the oldest').waitFor()
    expect(await page.locator('tbody tr').count()).toBe(2)
    await page.setViewportSize({ width: 390, height: 800 })
    await page.goto(`${server.url}/_local/ui/default/orders`)
    await picture(page, 'orders-narrow')
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390)
    await page.locator('td a').first().click()
    await page.getByRole('heading', { level: 1 }).waitFor()
    await picture(page, 'order-narrow')
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390)
  })
})
