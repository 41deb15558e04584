import { expect, test } from 'vitest'
import { serve, type TestServer } from '../harness.ts'
import { act, orderBody, place } from '../orders/journey.ts'
import { base64, ticketPdf } from '../pdf/fixtures.ts'

/** Uploads that are too much for one request, though each file and each key of them may be right. */

const CONTENT_BYTES = 17 * 1024 * 1024

/** One page of so many bytes. */
const pdfOfBytes = (bytes: number): string =>
  base64(
    Buffer.from(
      [
        '%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj',
        '2 0 obj<</Type/Pages/Count 1/Kids[3 0 R]>>endobj',
        '3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R>>endobj',
        `4 0 obj<</Length ${bytes}>>stream\n${' '.repeat(bytes)}\nendstream endobj`,
        'trailer<</Root 1 0 R>>\nstartxref\n0\n%%EOF\n',
      ].join('\n'),
    ),
  )

/** The path of an item whose etickets its seller may change. */
async function openItem(server: TestServer): Promise<string> {
  const { front } = await place(server, orderBody({}, { ticket_group_id: 52554290 }))
  expect((await act(server, 'website', front, 'accept')).status).toBe(200)
  const { body } = await server.get(`/v9/orders/${front}`)
  return `/v9/orders/${front}/items/${body.items[0].id}`
}

test('files that are right one by one, and too much together, are refused in the words of TEvo', async () => {
  const server = await serve()
  const item = await openItem(server)
  const file = pdfOfBytes(CONTENT_BYTES)

  const one = await server.post(`${item}/add_etickets`, { files: [file] })
  expect(one, one.text).toMatchObject({ status: 200, body: { eticket_pdf_pages: 1 } })
  const more = await server.post(`${item}/add_etickets`, { files: [file] })

  expect(more.status).toBe(422)
  expect(more.body.error).toMatch(
    /^files\[0\]: together with the files before it, it comes to 2 pages and 356\d{5} bytes; an item has at most 10000 pages/,
  )
  expect((await server.get(item)).body.eticket_pdf_pages).toBe(1)
})

test('a file of the world that is no PDF is refused, and is no defect', async () => {
  const server = await serve()
  const item = await openItem(server)
  await server.post(`${item}/add_etickets`, { files: [base64(await ticketPdf(['A-1']))] })
  await server.putWorld((world) => ({
    ...world,
    files: (world.files ?? []).map((file) => ({ ...file, base64: 'R0lGODlh' })),
  }))
  const answer = await server.post(`${item}/add_etickets`, { files: [base64(await ticketPdf(['A-2']))] })
  expect(answer.status).toBe(422)
  expect(answer.body.error).toMatch(/^the etickets that are there: expected a PDF/)
})

test.for<[what: string, make: (item: string) => string]>([
  ['keys', () => `{${Array.from({ length: 20_001 }, (_, nth) => `"key${nth}":1`).join(',')}}`],
  ['keys in many objects', () => `{"files":[${Array.from({ length: 11_000 }, () => '{"a":1}').join(',')}]}`],
  ['elements', () => `{"files":[${'1,'.repeat(20_000)}1]}`],
  ['lists in lists', () => `{"files":[${'[1],'.repeat(11_000)}1]}`],
])('a body of too many %s is refused before it is parsed', async ([, make]) => {
  const server = await serve()
  const item = await openItem(server)
  const answer = await server.post(`${item}/add_etickets`, make(item))
  expect(answer).toMatchObject({
    status: 400,
    body: { error: 'The request body has more than 20000 list elements and keys in all; send several requests' },
  })
})

test('2.5 million keys are refused as soon as 20,001 are', async () => {
  const server = await serve()
  const item = await openItem(server)
  const keys = Buffer.from(`{${Array.from({ length: 2_500_000 }, (_, nth) => `"k${nth}":1`).join(',')}}`)
  // To parse them takes four seconds of the processor.
  const began = process.cpuUsage()
  const answer = await server.post(`${item}/add_etickets`, keys)
  const { user } = process.cpuUsage(began)
  expect(answer.status).toBe(400)
  expect(user / 1_000).toBeLessThan(2_000)
})

test('a body of as many keys as there may be is read', async () => {
  const server = await serve()
  const unknown = Array.from({ length: 19_990 }, (_, nth) => `"key${nth}":1`).join(',')
  const answer = await server.post('/v9/clients', `{"clients":[{"name":"Ned Flanders"}],${unknown}}`)
  expect(answer.status).toBe(201)
})
