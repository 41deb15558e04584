import { existsSync } from 'node:fs'
import { mkdir, readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { beforeAll, expect, onTestFinished } from 'vitest'
import { once } from '../../src/once.ts'
import { DEADLINE_MS } from '../deadline.ts'

/** A real browser for the inspector: the Chromium of this machine. */

const CHROMIUM = process.env.TEVO_CHROMIUM ?? '/usr/bin/chromium'

export const hasBrowser = existsSync(CHROMIUM)
/** Stands in the name of what is skipped. */
export const WITHOUT = hasBrowser ? '' : ` (skipped: there is no ${CHROMIUM}; install Chromium, or set TEVO_CHROMIUM)`

/** A test in a browser does much, and a picture of a page takes a second. */
export const IN_BROWSER = { timeout: 60_000 }

const PICTURES = fileURLToPath(new URL('pictures/', import.meta.url))
const axe = once(() => readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8'))

const USUAL = { width: 1360, height: 900 }

/** One for all test files of a worker: it ends with the worker. A window shares nothing with another one. */
const launched = once(async () => {
  const { chromium } = await import('playwright-core')
  // In a container it runs as root, where it has no sandbox of its own.
  const args = ['--no-sandbox', '--disable-dev-shm-usage']
  return chromium.launch({ executablePath: CHROMIUM, args })
})

/** A browser for the tests of a `describe`. */
export function useBrowser(): () => Browser {
  const running: { browser?: Browser } = {}
  beforeAll(async () => {
    running.browser = await launched()
  })
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
  const context = await browser.newContext({ viewport: USUAL })
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

/** In the dark, on a small screen and with pictures, which are for people, the tests take over a minute more: `.ci/run` does so. */
const hasAllLooks = process.env.TEVO_LOOKS === 'all'

/** As most people see a page, in the dark, and on a small screen. */
const ALL_LOOKS: readonly Look[] = [
  { colorScheme: 'light' },
  { colorScheme: 'dark', rules: OF_COLOURS },
  { colorScheme: 'light', width: NARROW, rules: OF_PLACES },
]

/** Those that every page is looked at in. */
export const LOOKS = hasAllLooks ? ALL_LOOKS : ALL_LOOKS.slice(0, 1)

/** What axe-core finds that keeps somebody from using the page, in these looks; as it is, where none are given. */
export async function seriousProblems({ page }: Person, looks?: readonly Look[]): Promise<string[]> {
  // Not by a script of the page: its policy lets nothing in that is not the page's.
  await page.evaluate(await axe())
  const viewport = page.viewportSize() ?? USUAL
  const isDark = await page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches")
  const asItIs: Look = { colorScheme: isDark ? 'dark' : 'light' }
  const found: string[] = []
  for (const { colorScheme, width, rules } of looks ?? [asItIs]) {
    await page.emulateMedia({ colorScheme })
    if (width !== undefined) await page.setViewportSize({ ...viewport, width })
    const { violations } = await page.evaluate(runAxe, rules)
    found.push(...serious(violations).map((problem) => `${colorScheme}${width ?? ''} ${problem}`))
  }
  await page.emulateMedia(asItIs)
  await page.setViewportSize(viewport)
  return found
}

/** Runs in the page. What is found to be right would be told of each element, too. */
async function runAxe(runOnly: readonly string[] | undefined): Promise<{ readonly violations: readonly Violation[] }> {
  const options = { resultTypes: ['violations'], ...(runOnly === undefined ? {} : { runOnly }) }
  const { violations } = await Reflect.get(globalThis, 'axe').run(options)
  return { violations }
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

/** With all looks, writes what a page looks like, in light and in dark: `pictures/orders-dark.png`. */
export async function picture(page: Page, name: string): Promise<void> {
  if (!hasAllLooks) return
  for (const colorScheme of ['light', 'dark'] as const)
    await onePicture(page, `${name}-${colorScheme}`, { colorScheme })
  await page.emulateMedia({ colorScheme: 'light' })
}

/** With all looks, writes what a page looks like in each of them; it is as wide as before then. */
export async function pictures(page: Page, name: string): Promise<void> {
  if (!hasAllLooks) return
  const viewport = page.viewportSize() ?? USUAL
  for (const look of ALL_LOOKS) {
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
