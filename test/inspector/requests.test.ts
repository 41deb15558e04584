import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { describe, expect, test } from 'vitest'
import { serve, type TestServer } from '../harness.ts'
import { send } from '../http.ts'
import { MARKET_ORDER } from '../orders/market-order.ts'
import { signature } from '../signing/clients.ts'
import { hasBrowser, IN_BROWSER, openWindow, picture, seriousProblems, useBrowser, WITHOUT } from './browser.ts'

const SECRET = 'springfield-website-secret-0000000000001'
const HOSTILE = '<img src=x onerror="document.title=\'hacked\'">'

/** A query that was signed in the order in which it was sent. */
async function misSigned(server: TestServer, query = 'type=Order&state=pending') {
  const { host } = new URL(server.url)
  const headers = { 'X-Signature': signature(`GET ${host}/v9/orders?${query}`, SECRET) }
  expect((await server.call('GET', `/v9/orders?${query}`, { headers })).status).toBe(401)
  return (await server.journal.last()).id
}

const pageOf = (server: TestServer, path: string) => send(server.url, 'GET', `/_local/ui/default/${path}`)

test('the list takes what the list of the control plane takes, and the blank fields of a form', async () => {
  const server = await serve()
  await misSigned(server)
  await server.get('/v9/clients')
  const listed = async (query: string) => {
    const { status, text } = await pageOf(server, `requests?${query}`)
    expect(status, text).toBe(200)
    return [...text.matchAll(/class="id" href="[^"]*\/(req_\d+)"/g)].map(([, id]) => id)
  }
  expect(await listed('operation=&path=&status=&credential=&match=')).toEqual(['req_2', 'req_1'])
  expect(await listed('operation=clients.index')).toEqual(['req_2'])
  expect(await listed('status=401&credential=website')).toEqual(['req_1'])
  expect(await listed(`match=${encodeURIComponent('{"signature":"unsorted-query"}')}`)).toEqual(['req_1'])
  expect(await listed('limit=1')).toEqual(['req_2'])
  expect(await listed('limit=1&before=req_2')).toEqual(['req_1'])
})

/** The text of a part of a page, as a browser shows it. */
function textIn(html: string, id: string): string {
  const [, inside = ''] = new RegExp(`<pre id="${id}">(.*?)</pre>`, 's').exec(html) ?? []
  return inside
    .replaceAll(/<[^>]*>/g, '')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
}

const inShell = async (command: string) => JSON.parse((await promisify(execFile)('sh', ['-c', command])).stdout)

test('pasted into a shell, the commands of a request send it again and verify that it came', async () => {
  const server = await serve()
  const clients = [{ name: HOSTILE, email_addresses: [{ address: "o'neill@springfield.example" }] }]
  await server.post('/v9/clients?a[]=1', { clients })
  const told = (await pageOf(server, 'requests/req_1')).text
  expect(textIn(told, 'as-curl')).toContain('[redacted]')
  expect(textIn(told, 'as-call')).toMatch(
    /^npx tevo-local call POST '\/v9\/clients\?a\[\]=\[redacted\]' --url .*--as website -d '/,
  )
  await server.control('PATCH', '/settings', { redact: false })
  const { text } = await pageOf(server, 'requests/req_1')
  expect(textIn(text, 'as-call')).toBe('')

  const again = await inShell(textIn(text, 'as-curl'))

  expect(again.clients[0]).toMatchObject({ name: HOSTILE, email_addresses: [clients[0]?.email_addresses[0]] })
  expect((await server.journal.last()).signature).toEqual({ verdict: 'valid' })
  expect(textIn(text, 'as-verify')).toBe(
    'await tevo.requests.verify({"operation":"clients.create","credential":"website","status":201}, 1)',
  )
  expect(await inShell(textIn(text, 'as-verify-curl'))).toMatchObject({ title: 'Conflict' })
  const now = (await pageOf(server, 'requests/req_1')).text
  expect(await inShell(textIn(now, 'as-verify-curl'))).toEqual({ count: 2 })
})

test.for([
  ['requests?colour=red', 'colour'],
  ['requests?operation=orders.creat', 'did you mean &quot;orders.create&quot;?'],
  ['requests?before=12', 'give req_12 say'],
  ['requests?match=%7B', 'is not JSON'],
  ['requests?credential=websit', 'website'],
  ['webhooks?colour=red', 'colour'],
  ['webhooks?state=lost', 'delivered'],
  ['outbound?colour=red', 'colour'],
  ['orders?colour=red', 'it takes &quot;state&quot;, &quot;find&quot;, &quot;before&quot;'],
] as const)('%s is refused, and the page says what is wrong', async ([path, words]) => {
  const server = await serve()
  const { status, text } = await pageOf(server, path)
  expect(status).toBe(400)
  expect(text).toContain(words)
})

test.for(['requests/req_9', 'webhooks/deliveries/9', 'outbound/9', 'orders/9'])('%s is not there', async (path) => {
  const server = await serve()
  expect((await pageOf(server, path)).status).toBe(404)
})

describe.skipIf(!hasBrowser)(`the requests page in a browser${WITHOUT}`, IN_BROWSER, () => {
  const browser = useBrowser()

  test('a request appears by itself, and a refused signature is explained', async () => {
    const server = await serve()
    const person = await openWindow(browser())
    const { page } = person
    await page.goto(`${server.url}/_local/ui/default/requests`)
    await page.getByText('No requests yet').waitFor()
    await page.getByText('live', { exact: true }).waitFor()
    await picture(page, 'requests-empty')

    const id = await misSigned(server)
    await page.getByRole('link', { name: id }).click()
    await page.getByText('Sort its pairs by key').first().waitFor()
    const { host } = new URL(server.url)
    expect(await page.locator('.strings dd').allInnerTexts()).toEqual([
      `GET ${host}/v9/orders?type=Order&state=pending`,
      `GET ${host}/v9/orders?state=pending&type=Order`,
    ])
    expect(await page.locator('.strings mark').allInnerTexts()).toEqual([
      'type=Order&state=pending',
      'state=pending&type=Order',
    ])
    await picture(page, 'request-refused')
    expect(await seriousProblems(person)).toEqual([])
    await page.emulateMedia({ colorScheme: 'dark' })
    expect(await seriousProblems(person)).toEqual([])
  })

  test('a request that made an order is shown whole, leads to the order, and is taken away as curl and as verify', async () => {
    const server = await serve()
    await server.local('POST', '/sandboxes/default/faults', { preset: 'lost-answer' })
    const lost = await server.post('/v9/orders', { orders: [MARKET_ORDER] }).catch(() => null)
    expect(lost).toBeNull()
    const body = { orders: [{ ...MARKET_ORDER, colour: 'red', reference: HOSTILE, client_id: 9 }] }
    await server.post('/v9/orders', body)
    await server.post('/v9/clients', { clients: [{ name: HOSTILE, colour: 'red' }] })
    const gaps = await openWindow(browser())
    await gaps.page.goto(`${server.url}/_local/ui/default/requests/req_3`)
    await gaps.page.getByText('left out of the journal').waitFor()
    await picture(gaps.page, 'request-gaps')
    expect(await seriousProblems(gaps)).toEqual([])
    await server.control('PATCH', '/settings', { redact: false })
    const made = await server.post('/v9/orders', { orders: [{ ...MARKET_ORDER, reference: HOSTILE }] })
    const person = await openWindow(browser())
    const { page, context } = person
    await context.grantPermissions(['clipboard-read', 'clipboard-write'])
    await page.goto(`${server.url}/_local/ui/default/requests`)
    await page.getByText('made order').first().waitFor()
    await picture(page, 'requests')
    expect(await seriousProblems(person)).toEqual([])
    await page.getByRole('link', { name: 'req_4' }).click()
    await page.getByText('Take it away').waitFor()
    await picture(page, 'request-made')
    expect(await seriousProblems(person)).toEqual([])
    expect(await page.locator('img').count()).toBe(0)

    await page.getByRole('button', { name: 'Copy: Send it again with curl' }).click()
    await page.getByRole('button', { name: 'Copied' }).or(page.getByText('Copied')).first().waitFor()
    const curl = String(await page.evaluate('navigator.clipboard.readText()'))
    expect(curl).toContain(`curl -sS -X POST '${server.url}/v9/orders'`)
    expect(curl).toContain(HOSTILE.replaceAll("'", "'\\''").replaceAll('"', '\\"'))

    const { id } = made.body.orders[0]
    await page.getByRole('link', { name: `order ${id}` }).click()
    await page.waitForURL(`${server.url}/_local/ui/default/orders/${id}`)
    await page.getByRole('link', { name: 'req_4' }).first().click()
    await page.waitForURL(`${server.url}/_local/ui/default/requests/req_4`)

    await page.setViewportSize({ width: 390, height: 800 })
    for (const path of ['requests', 'requests/req_1', 'requests/req_2', 'requests/req_4']) {
      await page.goto(`${server.url}/_local/ui/default/${path}`)
      await page.getByRole('heading', { level: 1 }).waitFor()
      await picture(page, `${path.replace('/', '-')}-narrow`)
      expect(await page.evaluate('document.documentElement.scrollWidth'), path).toBeLessThanOrEqual(390)
    }
  })
})
