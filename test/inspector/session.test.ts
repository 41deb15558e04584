import { describe, expect, test } from 'vitest'
import { serve } from '../harness.ts'
import { send } from '../http.ts'
import { hasBrowser, IN_BROWSER, openWindow, picture, seriousProblems, useBrowser, WITHOUT } from './browser.ts'

const TOKEN = 'a-token-of-the-control-plane-0001'
const JOURNAL = '/_local/sandboxes/default/requests'
const OPENED = { 'Sec-Fetch-Mode': 'navigate', 'Sec-Fetch-Dest': 'document' }

const signIn = (url: string, fields: object, headers = {}) =>
  send(
    url,
    'POST',
    '/_local/ui/sign_in',
    { 'Content-Type': 'application/x-www-form-urlencoded', Origin: url, ...headers },
    Buffer.from(new URLSearchParams({ token: TOKEN, to: '/', ...fields }).toString()),
  )

test('a page asks for the token, and its session counts only for pages of this server', async () => {
  const { url } = await serve({ controlToken: TOKEN })
  const asking = await send(url, 'GET', '/_local/ui/default/orders?state=open', OPENED)
  expect([asking.status, asking.headers['set-cookie']]).toEqual([401, undefined])
  expect(asking.text).toContain('value="/_local/ui/default/orders?state=open"')

  const signed = await signIn(url, { to: '/_local/ui/default/orders' })
  expect([signed.status, signed.headers.location]).toEqual([303, '/_local/ui/default/orders'])
  const [cookie = ''] = signed.headers['set-cookie'] ?? []
  expect(cookie).toMatch(/^tevo-local-\d+=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/)
  expect(cookie).not.toContain(TOKEN)
  const Cookie = cookie.split(';')[0] ?? ''

  const statusOf = async (path: string, headers: object) =>
    (await send(url, 'GET', path, { Cookie, ...headers })).status
  expect(await statusOf(JOURNAL, { 'Sec-Fetch-Site': 'same-origin' })).toBe(200)
  expect(await statusOf(JOURNAL, { Origin: url })).toBe(200)
  expect(await statusOf('/', { ...OPENED, 'Sec-Fetch-Site': 'none' })).toBe(200)
  for (const headers of [
    {},
    { 'Sec-Fetch-Site': 'cross-site' },
    { 'Sec-Fetch-Site': 'same-site' },
    { 'Sec-Fetch-Site': 'none' },
    { Origin: 'http://evil.example' },
    { Origin: 'null', 'Sec-Fetch-Site': 'same-origin' },
    { Cookie: `${Cookie}x`, 'Sec-Fetch-Site': 'same-origin' },
  ])
    expect(await statusOf(JOURNAL, headers), JSON.stringify(headers)).toBe(401)

  const other = await serve({ controlToken: TOKEN })
  expect((await send(other.url, 'GET', JOURNAL, { Cookie, Origin: other.url })).status).toBe(401)
})

test('a wrong token, another page, and another way to go than to a page are refused', async () => {
  const { url } = await serve({ controlToken: TOKEN })
  const wrong = await signIn(url, { token: 'another' })
  expect([wrong.status, wrong.headers['set-cookie']]).toEqual([401, undefined])
  expect(wrong.text).toContain('This is not the control token')
  expect((await signIn(url, {}, { Origin: 'http://evil.example' })).status).toBe(403)
  for (const to of ['//evil.example', 'http://evil.example', '/_local/uix', '/v9/orders']) {
    const refused = await signIn(url, { to })
    expect([refused.status, refused.headers['set-cookie']], to).toEqual([400, undefined])
  }
})

test('without a token nothing has to be signed in', async () => {
  const { url } = await serve()
  const refused = await signIn(url, {})
  expect(refused.status).toBe(400)
  expect(refused.text).toContain('This server has no control token')
})

describe.skipIf(!hasBrowser)(`in a browser${WITHOUT}`, IN_BROWSER, () => {
  const browser = useBrowser()

  test('the token is asked for once, and the page is live then', async () => {
    const { url } = await serve({ controlToken: TOKEN })
    // The browser complains of the 401 with which the page asks for the token.
    const person = await openWindow(browser(), /status of 401/)
    const { page } = person
    await page.goto(`${url}/_local/ui/default/orders`)
    await picture(page, 'sign-in')
    expect(await seriousProblems(person)).toEqual([])
    await page.getByLabel('Control token').fill('wrong')
    await page.getByRole('button').click()
    await page.getByText('This is not the control token').waitFor()
    await page.getByLabel('Control token').fill(TOKEN)
    await page.getByRole('button').click()
    await page.getByText('No orders yet').waitFor()
    await page.getByText('live', { exact: true }).waitFor()
    expect(page.url()).toBe(`${url}/_local/ui/default/orders`)
    await page.reload()
    await page.getByText('No orders yet').waitFor()
    await page.goto(url)
    await page.getByText('No orders yet').waitFor()
  })
})
