import { describe, expect, test } from 'vitest'
import { serve } from '../harness.ts'
import { MARKET_ORDER } from '../orders/market-order.ts'
import { hasBrowser, IN_BROWSER, openWindow, useBrowser, WITHOUT } from './browser.ts'

describe.skipIf(!hasBrowser)(`the faults page in a browser${WITHOUT}`, IN_BROWSER, () => {
  const browser = useBrowser()

  test('a rule is written into the form of its effect, acts on a request, is counted without a reload, and is disarmed', async () => {
    const server = await serve()
    const { page } = await openWindow(browser())
    await page.goto(`${server.url}/_local/ui/default/faults`)
    await page.getByText('Nothing goes wrong here on purpose').waitFor()
    await page.getByRole('link', { name: 'status', exact: true }).click()
    await page.getByRole('heading', { name: 'Arm status' }).waitFor()
    await page.getByLabel('status', { exact: true }).fill('503')
    await page.getByLabel('body').fill('{"error":"closed for today"}')
    await page.getByLabel('operation').fill('orders.create')
    await page.getByLabel('where').fill('{"/orders/0/client_id":107655}')
    await page.getByLabel('times').fill('1')
    await page.getByText('More of how often').click()
    await page.getByLabel('id', { exact: true }).fill('closed')
    await page.getByRole('button', { name: 'Arm it' }).click()
    await page.getByText('Armed: closed').waitFor()
    await page.getByText('no request of orders.create has come since it was armed').waitFor()
    expect(await server.faults.get('closed')).toMatchObject({
      match: { operation: 'orders.create', where: { '/orders/0/client_id': 107655 } },
      phase: 'before-handler',
      effect: { type: 'status', status: 503, body: { error: 'closed for today' } },
      times: 1,
    })

    await page.getByText('live', { exact: true }).waitFor()
    const refused = await server.post('/v9/orders', { orders: [MARKET_ORDER] })
    expect([refused.status, refused.body]).toEqual([503, { error: 'closed for today' }])
    const row = page.getByRole('row').filter({ hasText: 'closed' })
    await row.getByText('spent').waitFor()
    expect(await row.getByRole('cell', { name: '1', exact: true }).count()).toBe(2)
    expect((await server.post('/v9/orders', { orders: [MARKET_ORDER] })).status).toBe(201)

    await row.getByRole('button', { name: 'Disarm' }).click()
    await page.getByText('Disarmed: closed').waitFor()
    await page.getByText('Nothing goes wrong here on purpose').waitFor()
    expect(await server.faults.list()).toEqual([])
  })

  test('what cannot be is refused in words, and what was written stays', async () => {
    const server = await serve()
    const { page } = await openWindow(browser())
    await page.goto(`${server.url}/_local/ui/default/faults/new/reset`)
    await page.getByLabel('operation').fill('orders.creat')
    await page.getByRole('button', { name: 'Arm it' }).click()
    await page.getByText('"orders.creat" is not an operation: did you mean orders.create?').waitFor()
    expect(await page.getByLabel('operation').inputValue()).toBe('orders.creat')
    await page.getByLabel('operation').fill('orders.create')
    await page.getByLabel('where').fill('{"/orders')
    await page.getByRole('button', { name: 'Arm it' }).click()
    await page.getByText('where is not JSON').waitFor()
    expect(await server.faults.list()).toEqual([])
  })

  test('a preset is armed by a click, and nothing goes through', async () => {
    const server = await serve()
    const { page } = await openWindow(browser())
    await page.goto(`${server.url}/_local/ui/default/faults`)
    await page.getByRole('button', { name: 'Arm outage' }).click()
    await page.getByText('Armed: outage').waitFor()
    expect((await server.get('/v9/orders')).status).toBe(503)
    await page.getByRole('button', { name: 'Arm outage' }).click()
    await page.getByText('There is a fault "outage" already').waitFor()
    await page.getByRole('button', { name: 'Arm lost-answer' }).click()
    await page.getByText('Armed: lost-answer, lost-answer-v10').waitFor()
    await page.getByText('Disarm all…').click()
    await page.getByRole('button', { name: 'Disarm all of them' }).click()
    await page.getByText('Every rule is disarmed').waitFor()
    expect((await server.get('/v9/orders')).status).toBe(200)
  })
})
