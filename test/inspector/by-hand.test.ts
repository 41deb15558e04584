import { setImmediate } from 'node:timers/promises'
import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { MemoryLog } from '../../src/store/log.ts'
import { serve } from '../harness.ts'
import { send } from '../http.ts'
import { place } from '../orders/journey.ts'
import { hasBrowser, IN_BROWSER, openWindow, picture, useBrowser, WITHOUT } from './browser.ts'

/** As many as a person would press before giving up. */
const MAX_TABS = 60

/** Presses Tab until something with this text has the focus. */
async function tabTo(page: Page, text: RegExp): Promise<void> {
  for (let count = 0; count < MAX_TABS; count += 1) {
    await page.keyboard.press('Tab')
    const focused = String(await page.evaluate('document.activeElement.innerText'))
    if (text.test(focused)) return
  }
  throw new Error(`${MAX_TABS} times Tab did not come to ${text}`)
}

test.for(['/', '/?', '/?vscodeBrowserReqId=1764499200000', '/?x[a][b]=0&%zz=1&state=nothing'])(
  'the root is the first page, whatever an editor adds to it: %s',
  async (target) => {
    const { url } = await serve()
    const { status, text } = await send(url, 'GET', target, { Accept: 'text/html' })
    expect({ status, title: /<title>(.*?)<\/title>/.exec(text)?.[1] }).toEqual({
      status: 200,
      title: 'Orders · default · tevo-local',
    })
  },
)

describe.skipIf(!hasBrowser)(`the inspector in a browser${WITHOUT}`, IN_BROWSER, () => {
  const browser = useBrowser()

  test('with the keyboard alone an order is found, and rejected with a reason', async () => {
    const server = await serve()
    const { front, back } = await place(server)
    const { page } = await openWindow(browser())
    await page.goto(`${server.url}/_local/ui/default/orders`)
    await page.getByText('live', { exact: true }).waitFor()

    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await tabTo(page, new RegExp(`^${front}$`))
    await page.keyboard.press('Enter')
    await page.waitForURL(`${server.url}/_local/ui/default/orders/${front}`)
    await page.getByText('live', { exact: true }).waitFor()
    await tabTo(page, /^reject…$/)
    await page.keyboard.press('Enter')
    await page.keyboard.press('Tab')
    await page.keyboard.type('Duplicate')
    await page.keyboard.press('Tab')
    await page.keyboard.type('Twice the same')
    await picture(page, 'order-reject')
    await tabTo(page, /^reject$/)
    await page.keyboard.press('Enter')
    await page.getByText(`Order ${back}: the seller did “reject”`).waitFor()

    expect((await server.get(`/v9/orders/${back}`, 'processor')).body.state).toBe('rejected')
    await page.getByText('Duplicate Order: Twice the same').first().waitFor()
  })

  test('without a program in the page everything is there, and forms do what they say', async () => {
    const server = await serve()
    const { front, back } = await place(server)
    const context = await browser().newContext({ javaScriptEnabled: false })
    try {
      const page = await context.newPage()
      await page.goto(`${server.url}/_local/ui/default/orders`)
      await page.getByRole('link', { name: String(front) }).click()
      await page.getByRole('button', { name: 'accept' }).click()
      await page.getByText(`Order ${back}: the seller did “accept”`).waitFor()
      await page.getByRole('link', { name: 'req_1' }).first().click()
      await page.getByRole('heading', { name: 'POST /v9/orders' }).waitFor()
      expect(await page.locator('#as-curl').textContent()).toContain('curl -sS -X POST')
      expect(await page.getByRole('button', { name: /^Copy/ }).count()).toBe(0)
      await page.getByRole('link', { name: 'Webhooks' }).click()
      await page.getByLabel('Address of a program to tell').fill(`${server.url}/v9/nowhere`)
      await page.getByRole('button', { name: 'Tell it' }).click()
      await page.getByText('Endpoint 1 is told from now on').waitFor()
      await page.getByRole('link', { name: 'Outbound calls' }).click()
      await page.getByText('No office has a service').waitFor()
      await page.getByRole('link', { name: 'Requests' }).click()
      await page.getByLabel('Status').fill('404')
      await page.getByRole('button', { name: 'Show' }).click()
      await page.getByText('No request of the journal is like this').waitFor()
    } finally {
      await context.close()
    }
  })
})

/** On one machine it takes some milliseconds; a look through all of them would take seconds. */
const QUICK_MS = 1_500
const MANY = 100_000
const AT_ONCE = 5_000

test('100,000 orders do not slow their page', { timeout: 60_000 }, async () => {
  // Not replayed: that would take longer than all of the rest.
  const server = await serve({ commits: new MemoryLog() })
  const { front } = await place(server)
  const { defaultSandbox } = server.context.sandboxes
  const order = { ...defaultSandbox.read().must('orders', front), back_order_id: null }
  for (let made = 0; made < MANY; made += AT_ONCE) {
    defaultSandbox.write((tx) => {
      for (let count = 0; count < AT_ONCE; count += 1) {
        const id = tx.nextId('orders')
        tx.put('orders', { ...order, id, order_group_id: id, reference: 'the same' })
      }
    })
    // A connection that rests is not closed meanwhile.
    await setImmediate()
  }
  const took_ms = async (query: string) => {
    const start_ms = performance.now()
    const { status, text } = await send(server.url, 'GET', `/_local/ui/default/orders${query}`)
    expect(status, text).toBe(200)
    return performance.now() - start_ms
  }
  // The pages are loaded when they are first asked for.
  await took_ms('')
  const last = defaultSandbox.read().count('orders')
  expect(last).toBeGreaterThan(MANY)
  for (const query of ['', '?before=900000', '?state=completed', `?find=${front}`, '?find=the+same'])
    expect(await took_ms(query), query).toBeLessThan(QUICK_MS)
})
