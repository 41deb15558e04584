import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { describe, expect, test } from 'vitest'
import { serve } from '../harness.ts'
import { hasBrowser, IN_BROWSER, openWindow, useBrowser, WITHOUT } from './browser.ts'

const run = promisify(execFile)

describe.skipIf(!hasBrowser)(`the sandboxes page in a browser${WITHOUT}`, IN_BROWSER, () => {
  const browser = useBrowser()

  test('a sandbox is made, kept, changed, restored, forked, reset and deleted by click', async () => {
    const server = await serve()
    // What the page of a sandbox asks just when that is deleted is not found.
    const { page } = await openWindow(browser(), /status of 404/)
    await page.goto(`${server.url}/_local/ui/default/sandboxes`)
    const making = page.locator('form').filter({ hasText: 'Make another one' })
    await making.getByLabel('name').fill('Checkout 7')
    await making.getByRole('button').click()
    await page.getByText('name: is not a name: give 1 to 40 of a–z, 0–9 and -').waitFor()
    await making.getByLabel('name').fill('checkout-7')
    await making.getByLabel('seed').fill('7')
    await making.getByLabel('clock').fill('2026-01-31T19:00:00Z')
    await making.getByRole('button').click()
    await page.getByText('The sandbox “checkout-7” is made').waitFor()
    expect(page.url()).toContain('/_local/ui/checkout-7/sandboxes')
    const made = (await server.local('GET', '/sandboxes/checkout-7')).body
    expect([made.seed, made.clock]).toEqual([7, { now: '2026-01-31T19:00:00.000Z', frozen: true }])

    await page.getByText('No snapshots yet').waitFor()
    await page.getByRole('button', { name: 'Take a snapshot' }).click()
    await page.getByText('This moment is kept as the snapshot “snap_1”').waitFor()
    await server.local('PATCH', '/sandboxes/checkout-7/clock', { advance: '1d' })
    await page.getByText('1 d ago').first().waitFor()
    await page.getByRole('button', { name: 'Restore' }).click()
    await page.getByText('The sandbox is as it was at the snapshot “snap_1”').waitFor()
    expect((await server.local('GET', '/sandboxes/checkout-7/clock')).body.now).toBe('2026-01-31T19:00:00.000Z')

    const forking = page.locator('form').filter({ hasText: 'Fork “checkout-7”' })
    await forking.getByLabel('from').fill('snap_9')
    await forking.getByRole('button').click()
    await page.getByText('The sandbox "checkout-7" has no snapshot "snap_9"').waitFor()
    await forking.getByLabel('from').fill('snap_1')
    await forking.getByLabel('name').fill('other-way')
    await forking.getByRole('button').click()
    await page.getByText('The sandbox “other-way” goes on from where “checkout-7” was').waitFor()

    await server.local('PATCH', '/sandboxes/other-way/clock', { advance: '1d' })
    await page.getByText('Reset…').click()
    await page.getByRole('button', { name: 'Reset it' }).click()
    await page.getByText('The sandbox “other-way” is as it began').waitFor()
    expect((await server.local('GET', '/sandboxes/other-way/clock')).body.now).toBe('2026-01-31T19:00:00.000Z')
    await page.getByText('Delete…').click()
    await page.getByRole('button', { name: 'Delete it' }).click()
    await page.getByText('The sandbox “other-way” is deleted').waitFor()
    expect(page.url()).toContain('/_local/ui/default/sandboxes')
    expect((await server.local('GET', '/sandboxes/other-way')).status).toBe(404)
  })

  test('each credential has a signed request, which works as it is', async () => {
    const server = await serve()
    const { page } = await openWindow(browser())
    await page.goto(`${server.url}/_local/ui/default/sandboxes`)
    await page.getByText('springfield-website-secret').waitFor()
    const curls = await page.locator('pre').allTextContents()
    expect(curls.length).toBe(4)
    for (const curl of curls) expect(JSON.parse((await run('sh', ['-c', curl])).stdout).per_page, curl).toBe(1)
  })
})
