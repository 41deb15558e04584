import { existsSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, onTestFinished } from 'vitest'
import { DEADLINE_MS } from '../deadline.ts'

/** A real browser for the inspector: the Chromium of this machine. */

const CHROMIUM = process.env.TEVO_CHROMIUM ?? '/usr/bin/chromium'

export const hasBrowser = existsSync(CHROMIUM)
/** Stands in the name of what is skipped. */
export const WITHOUT = hasBrowser ? '' : ` (skipped: there is no ${CHROMIUM}; install Chromium, or set TEVO_CHROMIUM)`

/** A test in a browser does much, and a picture of a page takes a second. */
export const IN_BROWSER = { timeout: 60_000 }

const PICTURES = fileURLToPath(new URL('pictures/', import.meta.url))
const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js')

/** A browser for the tests of a `describe`. */
export function useBrowser(): () => Browser {
  const running: { browser?: Browser } = {}
  beforeAll(async () => {
    const { chromium } = await import('playwright-core')
    // In a container it runs as root, where it has no sandbox of its own.
    const args = ['--no-sandbox', '--disable-dev-shm-usage']
    running.browser = await chromium.launch({ executablePath: CHROMIUM, args })
  })
  afterAll(() => running.browser?.close())
  return () => {
    if (running.browser === undefined) throw new Error('the browser was not launched')
    return running.browser
  }
}

export interface Person {
  readonly page: Page
  readonly context: BrowserContext
}

/** A window of its own, closed when the test is over. Whatever its pages complain of fails the test, but what is expected. */
export async function openWindow(browser: Browser, expected = /(?!)/): Promise<Person> {
  const context = await browser.newContext({ viewport: { width: 1360, height: 900 } })
  context.setDefaultTimeout(DEADLINE_MS)
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error' && !expected.test(message.text())) complaints.push(message.text())
  })
  page.on('pageerror', (problem) => complaints.push(String(problem)))
  onTestFinished(async () => {
    await context.close()
    expect(complaints, 'what the browser complained of').toEqual([])
  })
  return { page, context }
}

/** What axe-core finds that keeps somebody from using the page. */
export async function seriousProblems(browser: Browser, person: Person): Promise<string[]> {
  // The policy of the pages lets nothing in that is not theirs: it is looked at in a window that has none.
  const context = await browser.newContext({
    bypassCSP: true,
    storageState: await person.context.storageState(),
    viewport: person.page.viewportSize(),
  })
  try {
    const page = await context.newPage()
    const isDark = await person.page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches")
    await page.emulateMedia({ colorScheme: isDark ? 'dark' : 'light' })
    await page.goto(person.page.url())
    await page.addScriptTag({ path: AXE })
    const { violations } = await page.evaluate(() => Reflect.get(globalThis, 'axe').run())
    return violations
      .filter(({ impact }: { impact: string }) => impact === 'serious' || impact === 'critical')
      .map(
        ({ id, nodes }: { id: string; nodes: { html: string; failureSummary: string }[] }) =>
          `${id}: ${nodes.map(({ html, failureSummary }) => `${html} ${failureSummary}`).join(' | ')}`,
      )
  } finally {
    await context.close()
  }
}

/** Writes what a page looks like, in light and in dark: `pictures/orders-dark.png`. */
export async function picture(page: Page, name: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    const path = `${PICTURES}${name}-${colorScheme}.png`
    await mkdir(dirname(path), { recursive: true })
    await page.screenshot({ path, fullPage: true })
  }
  await page.emulateMedia({ colorScheme: 'light' })
}
