import { describe, expect, test } from 'vitest'
import { serve } from '../harness.ts'
import { addGroup, CLOCK_MS, EVENT, hold } from '../inventory/stock.ts'
import { hasBrowser, IN_BROWSER, openWindow, useBrowser, WITHOUT } from './browser.ts'

describe.skipIf(!hasBrowser)(`the clock and the stock in a browser${WITHOUT}`, IN_BROWSER, () => {
  const browser = useBrowser()

  test('a hold is seen in the row of seats, runs out when the clock is advanced, and its seats are free again', async () => {
    const server = await serve({ clock_ms: CLOCK_MS })
    const group = await addGroup(server, { quantity: 8 })
    const stock = (await openWindow(browser())).page
    await stock.goto(`${server.url}/_local/ui/default/stock/groups/${group}`)
    await stock.getByRole('img', { name: 'Seats: 1–8 free' }).waitFor()
    await stock.getByText('live', { exact: true }).waitFor()
    expect((await hold(server, group, { low_seat: 4, quantity: 3, notes: 'For Moe' })).status).toBe(200)
    await stock.getByRole('img', { name: 'Seats: 1–3 free, 4–6 held, 7–8 free' }).waitFor()
    await stock.getByText('For Moe').waitFor()

    const { page } = await openWindow(browser())
    await page.goto(`${server.url}/_local/ui/default/clock`)
    await page.getByText(`The hold of 3 tickets of ticket group ${group} runs out`).waitFor()
    await page.getByRole('button', { name: '15m' }).click()
    await page.getByText('It is 2026-01-01T00:15:00.000Z now').waitFor()
    await page.getByText('in 45 min').waitFor()
    await page.getByRole('button', { name: 'Advance to the first of them' }).click()
    await page.getByText('It is 2026-01-01T01:00:00.000Z now').waitFor()
    await page.getByText('Nothing waits for the clock').waitFor()
    expect((await server.get(`/v9/listings/${group}`)).body.available_quantity).toBe(8)
    await stock.getByRole('img', { name: 'Seats: 1–8 free' }).waitFor()
    expect(await stock.getByText('For Moe').count()).toBe(0)
  })

  test('the clock is advanced by any amount, runs and stands still; a wrong amount is refused', async () => {
    const server = await serve({ clock_ms: CLOCK_MS })
    const { page } = await openWindow(browser())
    await page.goto(`${server.url}/_local/ui/default/clock`)
    await page.getByLabel('or by').fill('2h30m')
    await page.getByRole('button', { name: 'Advance', exact: true }).click()
    await page.getByText('It is 2026-01-01T02:30:00.000Z now').waitFor()
    await page.getByLabel('or by').fill('soon')
    await page.getByRole('button', { name: 'Advance', exact: true }).click()
    await page.getByText('advance: "soon" is not a duration').waitFor()
    await page.getByRole('button', { name: 'Let it run' }).click()
    await page.getByText('The clock runs').waitFor()
    expect((await server.control('GET', '/clock')).body.frozen).toBe(false)
    await page.getByRole('button', { name: 'Freeze' }).click()
    await page.getByText('The clock stands still').waitFor()
    expect((await server.control('GET', '/clock')).body.frozen).toBe(true)
  })

  test('settings are changed in their form, those alone that were written otherwise', async () => {
    const server = await serve()
    const before = await server.settings()
    const { page } = await openWindow(browser())
    await page.goto(`${server.url}/_local/ui/default/clock`)
    await page.getByLabel('fraud', { exact: true }).selectOption('hold')
    await page.getByLabel('rate_limit').fill('{"requests":5,"window_s":60}')
    await page.getByLabel('autopilot').fill('["good-broker","fraud-desk"]')
    await page.getByRole('button', { name: 'Change settings' }).click()
    await page.getByText('From the next request on: rate_limit is').waitFor()
    const rate_limit = { requests: 5, window_s: 60, status: 429 }
    const changed = { ...before, fraud: 'hold', rate_limit, autopilot: ['good-broker', 'fraud-desk'] }
    expect(await server.settings()).toEqual(changed)
    await page.getByLabel('rate_limit').fill('')
    await page.getByLabel('ttl_s').fill('60')
    await page.getByRole('button', { name: 'Change settings' }).click()
    await page.getByText('The sandbox "default" always exists, so it takes no ttl_s').waitFor()
    await page.getByLabel('ttl_s').fill('')
    await page.getByRole('button', { name: 'Change settings' }).click()
    await page.getByText('From the next request on: rate_limit is null').waitFor()
    expect(await server.settings()).toEqual({ ...changed, rate_limit: null })
  })

  test('of a group of 100,000 tickets only a stretch is drawn, and any other one is a link away', async () => {
    const server = await serve({ clock_ms: CLOCK_MS })
    const group = await addGroup(server, { quantity: 100_000 })
    await hold(server, group, { low_seat: 99_990, quantity: 5 })
    const { page } = await openWindow(browser())
    await page.goto(`${server.url}/_local/ui/default/stock/events/${EVENT}`)
    await page.getByRole('link', { name: '99,960 more seats' }).click()
    await page.getByText('41–440 of 100,000').waitFor()
    await page.getByRole('link', { name: 'Seats after' }).click()
    await page.getByText('441–840 of 100,000').waitFor()
    await page.goto(`${server.url}/_local/ui/default/stock/groups/${group}?from=99980`)
    await page.getByRole('img', { name: 'Seats: 99981–99989 free, 99990–99994 held, 99995–100000 free' }).waitFor()
    await page.getByText('99,995 free').waitFor()
  })
})
