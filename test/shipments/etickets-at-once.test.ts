import { PDFDocument } from '@cantoo/pdf-lib'
import { expect, test } from 'vitest'
import { until } from '../deadline.ts'
import { serve, type TestServer } from '../harness.ts'
import type { Received } from '../http.ts'
import { act, orderBody, place } from '../orders/journey.ts'
import { base64 } from '../pdf/fixtures.ts'

/**
 * Reading and joining PDFs takes time in which other requests change the item: a request that comes too late looks
 * again, and joins its file to what is there by then.
 */

/** How often a request looks in all. */
const MAX_TRIES = 20

/** Empty pages that are told apart by their widths: they are read three times as fast as pages with text. */
async function pdfOf(widths: readonly number[]): Promise<string> {
  const document = await PDFDocument.create({ updateMetadata: false })
  for (const width of widths) document.addPage([width, 100])
  return base64(await document.save({ useObjectStreams: false }))
}

/** The path of an item whose etickets its seller may change. */
async function openItem(server: TestServer): Promise<string> {
  const { front } = await place(server, orderBody({}, { ticket_group_id: 52554290 }))
  expect((await act(server, 'website', front, 'accept')).status).toBe(200)
  const { body } = await server.get(`/v9/orders/${front}`)
  return `/v9/orders/${front}/items/${body.items[0].id}`
}

const upload = async (server: TestServer, item: string, widths: readonly number[]) =>
  server.post(`${item}/add_etickets`, { files: [await pdfOf(widths)] })

/** The pages of an item's etickets, by their widths. */
async function pagesOf(server: TestServer, item: string): Promise<number[]> {
  const { status, text, body } = await server.get(`${item}/print_etickets`)
  expect(status, text).toBe(200)
  const document = await PDFDocument.load(Buffer.from(body.etickets, 'base64'), { updateMetadata: false })
  return document.getPages().map((page) => page.getWidth())
}

/** Calls that are held until all of them are there, and then go on together: they all start from the same item. */
async function together(server: TestServer, calls: readonly (() => Promise<Received>)[]): Promise<Received[]> {
  await server.faults.arm({ id: 'gate', effect: { type: 'stall' } })
  const answers = calls.map((call) => call())
  const areThere = async () => (await server.faults.get('gate')).held === calls.length
  await until(`the ${calls.length} requests at the gate`, areThere)
  await server.faults.disarm()
  return Promise.all(answers)
}

const filesIn = async (server: TestServer) => (await server.records()).count('files')

const ascending = (one: number, other: number) => one - other

test('two uploads to one item at the same time both land, joined', async () => {
  const server = await serve()
  const item = await openItem(server)
  const answers = await together(server, [
    () => upload(server, item, [101, 102]),
    () => upload(server, item, [201, 202, 203]),
  ])
  expect(answers.map(({ status }) => status)).toEqual([200, 200])

  const one = [101, 102]
  const other = [201, 202, 203]
  expect([
    [...one, ...other],
    [...other, ...one],
  ]).toContainEqual(await pagesOf(server, item))
  expect((await server.get(item)).body.eticket_pdf_pages).toBe(5)
  expect(await filesIn(server)).toBe(1)
})

test('an upload that meets a removal at the same time does not bring back what was removed', async () => {
  const server = await serve()
  const item = await openItem(server)
  expect((await upload(server, item, [101])).status).toBe(200)
  const answers = await together(server, [
    () => upload(server, item, [201]),
    () => server.post(`${item}/remove_etickets`, {}),
  ])
  expect(answers.map(({ status }) => status)).toEqual([200, 200])
  // The removal has no PDF to read, and so comes first.
  expect(await pagesOf(server, item)).toEqual([201])
  expect(await filesIn(server)).toBe(1)
})

test(`an upload that is too late ${MAX_TRIES} times is refused, and nothing of it is kept`, async () => {
  const server = await serve()
  const item = await openItem(server)
  const widths = Array.from({ length: MAX_TRIES + 1 }, (_, nth) => 101 + nth)
  const answers = await together(
    server,
    widths.map((width) => () => upload(server, item, [width])),
  )

  // They all take equally long: in each round one lands, and the others are too late.
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(MAX_TRIES)
  const refused = answers.findIndex(({ status }) => status !== 200)
  const error = 'The record was changed by other requests at the same time; try again'
  expect(answers[refused]).toMatchObject({ status: 422, body: { error } })
  expect((await pagesOf(server, item)).sort(ascending)).toEqual(widths.filter((_, nth) => nth !== refused))
  expect(await filesIn(server)).toBe(1)
  const entries = await server.journal.list('?status=422')
  expect(entries).toMatchObject([{ operation: 'items.add_etickets', committed: false, changed: [] }])

  // It is true that it can be tried again.
  expect((await upload(server, item, [101 + refused])).status).toBe(200)
  expect((await pagesOf(server, item)).sort(ascending)).toEqual(widths)
})
