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

interface Look {
  readonly colorScheme: 'light' | 'dark'
  readonly width?: number
  /** What may differ from the other looks; all rules where it is left out. */
  readonly rules?: readonly string[]
}

export const NARROW = 390

/** The rules of axe-core that look at colours; at where things are. The others find the same in every look. */
const OF_COLOURS = ['color-contrast', 'link-in-text-block']
const OF_PLACES = [...OF_COLOURS, 'scrollable-region-focusable', 'target-size']

/** As most people see a page, in the dark, and on a small screen. */
export const LOOKS: readonly Look[] = [
  { colorScheme: 'light' },
  { colorScheme: 'dark', rules: OF_COLOURS },
  { colorScheme: 'light', width: NARROW, rules: OF_PLACES },
]

/** What axe-core finds that keeps somebody from using the page, in these looks; as it is, where none are given. */
export async function seriousProblems(browser: Browser, person: Person, looks?: readonly Look[]): Promise<string[]> {
  // The policy of the pages lets nothing in that is not theirs: it is looked at in a window that has none.
  const viewport = person.page.viewportSize()
  const context = await browser.newContext({
    bypassCSP: true,
    storageState: await person.context.storageState(),
    viewport,
  })
  try {
    const page = await context.newPage()
    const isDark = await person.page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches")
    await page.goto(person.page.url())
    await page.addScriptTag({ path: AXE })
    const found: string[] = []
    const asItIs: Look = { colorScheme: isDark ? 'dark' : 'light' }
    for (const { colorScheme, width, rules } of looks ?? [asItIs]) {
      await page.emulateMedia({ colorScheme })
      if (width !== undefined) await page.setViewportSize({ width, height: viewport?.height ?? 800 })
      const { violations } = await page.evaluate(
        (runOnly) => Reflect.get(globalThis, 'axe').run(runOnly === undefined ? {} : { runOnly }),
        rules,
      )
      found.push(...serious(violations).map((problem) => `${colorScheme}${width ?? ''} ${problem}`))
    }
    return found
  } finally {
    await context.close()
  }
}

interface Violation {
  readonly id: string
  readonly impact: string
  readonly nodes: readonly { readonly html: string; readonly failureSummary: string }[]
}

const serious = (violations: readonly Violation[]): string[] =>
  violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(
      ({ id, nodes }) => `${id}: ${nodes.map(({ html, failureSummary }) => `${html} ${failureSummary}`).join(' | ')}`,
    )

/** Writes what a page looks like, in light and in dark: `pictures/orders-dark.png`. */
export async function picture(page: Page, name: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const)
    await onePicture(page, `${name}-${colorScheme}`, { colorScheme })
  await page.emulateMedia({ colorScheme: 'light' })
}

/** Writes what a page looks like in each of the looks; it is as wide as before then. */
export async function pictures(page: Page, name: string): Promise<void> {
  const viewport = page.viewportSize() ?? { width: 1360, height: 900 }
  for (const look of LOOKS) {
    if (look.width !== undefined) await page.setViewportSize({ ...viewport, width: look.width })
    await onePicture(page, `${name}-${look.width === undefined ? look.colorScheme : 'narrow'}`, look)
  }
  await page.setViewportSize(viewport)
}

async function onePicture(page: Page, name: string, { colorScheme }: Look): Promise<void> {
  await page.emulateMedia({ colorScheme })
  const path = `${PICTURES}${name}.png`
  await mkdir(dirname(path), { recursive: true })
  await page.screenshot({ path, fullPage: true })
}
