import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import defaultWorld from '../../fixtures/default.json' with { type: 'json' }
import { PAGES } from '../../src/inspector/pages.ts'
import { serve, type TestServer } from '../harness.ts'
import { send } from '../http.ts'
import {
  hasBrowser,
  IN_BROWSER,
  LOOKS,
  NARROW,
  openWindow,
  pictures,
  seriousProblems,
  useBrowser,
  WITHOUT,
} from './browser.ts'
import { fullServer, HOSTILE } from './full-server.ts'

/** What holds for every page and view that is registered: a new one is looked at as soon as its row is there. */

const VIEWS = PAGES.flatMap(({ name, views }) =>
  views.map(({ path }) => ({ page: name, path, view: `${name}${path}` })),
)

const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"

/** The address below `/_local/ui/<sandbox>/` of each view, by a link to it that some page has. */
async function addressesIn({ url, name: sandbox }: TestServer): Promise<Map<string, string>> {
  const root = `/_local/ui/${sandbox}/`
  const found = new Map<string, string>()
  const seen = new Set(PAGES.map(({ name }) => name))
  for (const address of seen) {
    const view = VIEWS.find(({ view }) => new RegExp(`^${view.replace(/:\w+/g, '[^/]+')}$`).test(address))
    if (view === undefined || found.has(view.view)) continue
    found.set(view.view, address)
    const { status, text } = await send(url, 'GET', root + address)
    expect(status, address).toBe(200)
    for (const [, link = ''] of text.matchAll(/href="([^"]+)"/g))
      if (link.startsWith(root)) seen.add(link.slice(root.length).replace(/[?#].*$/, ''))
  }
  return found
}

/** A server for the tests of a `describe`, and where its views are. */
function useFullServer(before?: string) {
  const running: { server?: TestServer; addresses?: Map<string, string> } = {}
  beforeAll(async () => {
    running.server = await fullServer(before)
    running.addresses = await addressesIn(running.server)
  }, IN_BROWSER.timeout)
  afterAll(() => running.server?.stop())
  return (view: string): string => {
    const address = running.addresses?.get(view)
    if (address === undefined)
      throw new Error(`no page links to ${view}: let test/inspector/full-server.ts make what it shows`)
    return `${running.server?.url}/_local/ui/default/${address}`
  }
}

describe.skipIf(!hasBrowser)(`every page in a browser${WITHOUT}`, IN_BROWSER, () => {
  const browser = useBrowser()
  const urlOf = useFullServer()

  test.for(VIEWS)(
    '$view can be used by everybody, and loads nothing that its policy forbids',
    async ({ page: name, view }) => {
      // What its policy forbids, a browser complains of: that fails the test.
      const person = await openWindow(browser())
      const { page } = person
      const answer = await page.goto(urlOf(view))
      expect(answer?.headers()['content-security-policy']).toBe(POLICY)
      const heading = await page.getByRole('heading', { level: 1 }).textContent()
      expect(heading).not.toBe('')
      expect(await page.title()).toBe(`${heading} · default · tevo-local`)
      expect(await page.locator('nav.pages [aria-current=page]').textContent()).toBe(
        PAGES.find((each) => each.name === name)?.title,
      )
      await pictures(page, view.replaceAll(/[/:]+/g, '-'))
      await page.setViewportSize({ width: NARROW, height: 800 })
      expect(await page.evaluate('document.documentElement.scrollWidth'), 'width').toBeLessThanOrEqual(NARROW)
      await page.setViewportSize({ width: 1360, height: 900 })
      expect(await seriousProblems(person, LOOKS)).toEqual([])
    },
  )
})

describe.skipIf(!hasBrowser)(`the look at a page${WITHOUT}`, IN_BROWSER, () => {
  const browser = useBrowser()

  test('finds what keeps somebody from using it', async () => {
    const { url } = await serve()
    const person = await openWindow(browser())
    await person.page.goto(url)
    await person.page.evaluate("document.querySelector('main').append(document.createElement('select'))")
    expect(await seriousProblems(person)).toEqual([expect.stringMatching(/^light select-name: <select>/)])
  })
})

describe.skipIf(!hasBrowser)(`hostile names in a browser${WITHOUT}`, IN_BROWSER, () => {
  const browser = useBrowser()
  const urlOf = useFullServer(HOSTILE)

  test('are shown as text on every page', async () => {
    const { page } = await openWindow(browser())
    const shown: string[] = []
    for (const { view } of VIEWS) {
      await page.goto(urlOf(view))
      expect(await page.locator('img').count(), view).toBe(0)
      expect(await page.title(), view).not.toBe('hacked')
      if ((await page.locator('main').textContent())?.includes(HOSTILE.slice(0, 15))) shown.push(view)
    }
    expect(shown).toEqual(
      expect.arrayContaining(['orders', 'orders/:id', 'faults', 'stock', 'stock/events/:id', 'clients', 'clients/:id']),
    )
  })
})

test.for(PAGES)('the page $name of an empty sandbox says what to do first', async ({ name, views }) => {
  const server = await serve()
  const { url, name: sandbox } = await server.make({ name: 'empty', world: EMPTY })
  const at = async (path: string) => send(url, 'GET', `/_local/ui/${sandbox}/${path}`)
  const first = await at(name)
  expect(first.status, first.text).toBe(200)
  const below = [...first.text.matchAll(new RegExp(`href="/_local/ui/${sandbox}/(${name}/[^"?#]+)"`, 'g'))].map(
    ([, path = '']) => path,
  )
  const texts = [first.text]
  for (const path of below.slice(0, 30)) texts.push((await at(path)).text)
  expect(views.length).toBeGreaterThan(0)
  expect(texts.filter((text) => text.includes('class="empty"')).length).toBeGreaterThan(0)
})

/** Those who can call, and nothing else. */
const { brokerages, offices, users, affiliates, affiliate_stores, credentials } = defaultWorld
const EMPTY = { brokerages, offices, users, affiliates, affiliate_stores, credentials }
