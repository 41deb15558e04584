import { describe, expect, test } from 'vitest'
import { serve } from '../harness.ts'
import { send } from '../http.ts'
import { integrate, settledCalls, startBroker } from '../integration/broker.ts'
import { place } from '../orders/journey.ts'
import { receiver } from '../webhooks/receiver.ts'
import { hasBrowser, IN_BROWSER, openWindow, picture, seriousProblems, useBrowser, WITHOUT } from './browser.ts'

test('an endpoint that is no address is refused, and so is what is sent again while it is on its way', async () => {
  const { url } = await serve()
  const form = (fields: object) => Buffer.from(new URLSearchParams({ ...fields }).toString())
  const headers = { 'Content-Type': 'application/x-www-form-urlencoded' }
  const sent = async (path: string, fields = {}) => {
    const { status, headers: answered } = await send(url, 'POST', `/_local/ui/default/${path}`, headers, form(fields))
    expect(status).toBe(303)
    return (await send(url, 'GET', answered.location ?? '')).text
  }
  expect(await sent('webhooks/add', { url: 'nowhere' })).toContain('is not a URL to send webhooks to')
  expect(await sent('webhooks/add', { url: 'http://127.0.0.1:9/', office_id: '77' })).toContain('there is no office 77')
  expect(await sent('webhooks/7/remove')).toContain('There is no webhook endpoint 7')
})

describe.skipIf(!hasBrowser)(`the pages of what TEvo sends, in a browser${WITHOUT}`, IN_BROWSER, () => {
  const browser = useBrowser()

  test('an endpoint is given by the form, is told of an order, and is told again by click', async () => {
    const server = await serve()
    const told = await receiver((_, response, nth) => {
      response.statusCode = nth === 1 ? 500 : 200
      response.end(nth === 1 ? 'not now' : 'ok')
    })
    const person = await openWindow(browser())
    const { page } = person
    await page.goto(`${server.url}/_local/ui/default/webhooks`)
    await page.getByText('Nobody is told yet').waitFor()
    await page.getByText('live', { exact: true }).waitFor()
    await picture(page, 'webhooks-empty')

    await page.getByLabel('Address of a program to tell').fill(told.url)
    await page.getByRole('button', { name: 'Tell it' }).click()
    await page.getByText('Endpoint 1 is told from now on').waitFor()
    const { front } = await place(server)
    await page
      .getByRole('link', { name: `order ${front}` })
      .first()
      .waitFor()
    await page.getByRole('cell', { name: '500' }).waitFor()
    await picture(page, 'webhooks')
    expect(await seriousProblems(person)).toEqual([])

    await page.getByRole('row', { name: '500' }).getByRole('link').first().click()
    await page.getByText('not now').waitFor()
    const { length } = told.received
    await page.getByRole('button', { name: 'Send it again' }).click()
    await page.getByText(/Delivery \d+ is sent again/).waitFor()
    await page.getByText('delivered', { exact: true }).waitFor()
    expect(told.received.length).toBe(length + 1)
    await picture(page, 'delivery')
    expect(await seriousProblems(person)).toEqual([])

    await page.setViewportSize({ width: 390, height: 800 })
    await page.reload()
    await picture(page, 'delivery-narrow')
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390)
    await page.goto(`${server.url}/_local/ui/default/webhooks`)
    await picture(page, 'webhooks-narrow')
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390)
    await page.getByRole('button', { name: 'Remove 1' }).click()
    await page.getByText('Nobody is told yet').waitFor()
  })

  test('what the service of a broker was asked is shown, with the order that came of it', async () => {
    const server = await serve()
    const person = await openWindow(browser())
    const { page } = person
    await page.goto(`${server.url}/_local/ui/default/outbound`)
    await page.getByText('No office has a service').waitFor()
    await page.getByText('live', { exact: true }).waitFor()
    await picture(page, 'outbound-empty')

    await integrate(server, await startBroker())
    const { back } = await place(server)
    await settledCalls(server)
    await page
      .getByRole('link', { name: `order ${back}` })
      .first()
      .waitFor()
    await picture(page, 'outbound')
    expect(await seriousProblems(person)).toEqual([])
    await page.locator('td a.id').last().click()
    await page.getByText('What is asked').first().waitFor()
    await page.locator('pre').getByText('"remote_id"').waitFor()
    await picture(page, 'outbound-call')
    expect(await seriousProblems(person)).toEqual([])
    await page.setViewportSize({ width: 390, height: 800 })
    await picture(page, 'outbound-call-narrow')
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390)
    await page.getByRole('link', { name: 'invoice' }).click()
    await page.getByText('Invoice of office 1700').first().waitFor()
  })
})
