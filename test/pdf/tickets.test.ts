import { decodePDFRawStream, PDFDocument, PDFRawStream } from '@cantoo/pdf-lib'
import { expect, test } from 'vitest'
import { barcode } from '../../src/pdf/barcode.ts'
import { countPages, readPdf } from '../../src/pdf/pdf.ts'
import { drawTickets, type Ticket } from '../../src/pdf/tickets.ts'
import fc from '../properties.ts'
import { base64, textOfPages } from './fixtures.ts'

const ticket = (seat: number, fields: Partial<Ticket> = {}): Ticket => ({
  title: 'Massive Attack',
  lines: ['2017-10-20 19:00', 'Santa Barbara Bowl', `Section 23, row a, seat ${seat}`],
  code: `819974-958453-${seat}`,
  ...fields,
})

test('there is a page for each ticket, with its text and the code of its bars', async () => {
  const bytes = await drawTickets([ticket(10), ticket(11)], 'Tickets')

  expect(await textOfPages(bytes)).toEqual([
    'Massive Attack\n2017-10-20 19:00\nSanta Barbara Bowl\nSection 23, row a, seat 10\n819974-958453-10',
    'Massive Attack\n2017-10-20 19:00\nSanta Barbara Bowl\nSection 23, row a, seat 11\n819974-958453-11',
  ])
  expect(await readPdf(base64(bytes))).toMatchObject({ ok: true, file: { pages: 2 } })
})

test('the same tickets are the same bytes', async () => {
  const draw = () => drawTickets([ticket(1), ticket(2)], 'Tickets')

  expect(base64(await draw())).toBe(base64(await draw()))
})

// A scanner has read these bars as this code.
const SCANNED =
  '1101001110010010111100101110111101000011001011101011110100110111001001110011010011011100101110111101101100110010110111000100011001001100011101011'

test('the bars on the page are Code 128 of the code', async () => {
  const code = '819974-1-0042'
  expect(await barcode(code)).toBe(SCANNED)

  const [drawn] = await barsOfPages(await drawTickets([ticket(1, { code })], 'Tickets'))

  expect(drawn).toBe(SCANNED)
})

test('a longer code has thinner bars, all of them on the paper with white on either side', async () => {
  const code = '999999999999999-999999999999999-99999'

  const [drawn] = await barsOfPages(await drawTickets([ticket(1, { code })], 'Tickets'))

  expect(drawn).toBe(await barcode(code))
})

test('every code is a whole number of symbols, begins with a start and ends with a stop, and its checksum is right', async () => {
  await fc.assert(
    fc.asyncProperty(fc.stringMatching(/^[1-9]\d{0,14}-[1-9]\d{0,14}-\d{1,5}$/), async (code) => {
      const modules = await barcode(code)
      const symbols = (modules.match(/.{11}/g) ?? []).slice(0, -1).map((symbol) => SYMBOLS.indexOf(symbol))
      const [start = -1, ...rest] = symbols
      expect(symbols).not.toContain(-1)
      expect([START_A, START_B, START_C]).toContain(start)
      expect(modules.endsWith('1100011101011')).toBe(true)
      const sum = rest.slice(0, -1).reduce((total, value, nth) => total + value * (nth + 1), start)
      expect(rest.at(-1)).toBe(sum % 103)
      expect(decoded(start, rest.slice(0, -1))).toBe(code)
    }),
  )
})

test('what the font lacks is a question mark, and a long title is on the paper', async () => {
  const [text] = await textOfPages(await drawTickets([ticket(1, { title: `Ω ${'long '.repeat(60)}` })], 'Tickets'))

  expect(text).toContain(`? ${'long '.repeat(60).trimEnd()}`)
})

test('a thousand tickets are a thousand pages', async () => {
  const tickets = Array.from({ length: 1_000 }, (_, nth) => ticket(nth + 1))

  expect(await countPages(await drawTickets(tickets, 'Tickets'))).toBe(1_000)
})

const LETTER_WIDTH_POINTS = 612
const BAR = /^(?<x>[\d.]+) (?<y>[\d.]+) (?<width>[\d.]+) (?<height>[\d.]+) re$/gm

/** The modules that are drawn on each page, from the rectangles of its content. */
async function barsOfPages(bytes: Uint8Array): Promise<string[]> {
  const document = await PDFDocument.load(bytes, { updateMetadata: false })
  return document.getPages().map(({ node }) => {
    const streams = node.normalizedEntries().Contents?.asArray() ?? []
    const content = streams
      .map((ref) => document.context.lookup(ref))
      .map((stream) => (stream instanceof PDFRawStream ? Buffer.from(decodePDFRawStream(stream).decode()) : ''))
      .join('\n')
    const bars = [...content.matchAll(BAR)].map(({ groups }) => ({
      x: Number(groups?.x),
      width: Number(groups?.width),
      height: Number(groups?.height),
    }))
    const module_points = Math.min(...bars.map(({ width }) => width))
    const [first] = bars
    const last = bars.at(-1)
    if (first === undefined || last === undefined) return ''
    expect(first.x).toBeGreaterThan(10 * module_points)
    expect(last.x + last.width).toBeLessThan(LETTER_WIDTH_POINTS - 10 * module_points)
    expect(new Set(bars.map(({ height }) => height)).size).toBe(1)
    let end = first.x
    return bars
      .map(({ x, width }) => {
        const white = '0'.repeat(Math.round((x - end) / module_points))
        end = x + width
        return white + '1'.repeat(Math.round(width / module_points))
      })
      .join('')
  })
}

const [START_A, START_B, START_C] = [103, 104, 105]

/** ISO/IEC 15417: the widths of bars and gaps of the symbols 0 to 105. */
const WIDTHS =
  '212222 222122 222221 121223 121322 131222 122213 122312 132212 221213 221312 231212 112232 122132 122231 113222 ' +
  '123122 123221 223211 221132 221231 213212 223112 312131 311222 321122 321221 312212 322112 322211 212123 212321 ' +
  '232121 111323 131123 131321 112313 132113 132311 211313 231113 231311 112133 112331 132131 113123 113321 133121 ' +
  '313121 211331 231131 213113 213311 213131 311123 311321 331121 312113 312311 332111 314111 221411 431111 111224 ' +
  '111422 121124 121421 141122 141221 112214 112412 122114 122411 142112 142211 241211 221114 413111 241112 134111 ' +
  '111242 121142 121241 114212 124112 124211 411212 421112 421211 212141 214121 412121 111143 111341 131141 114113 ' +
  '114311 411113 411311 113141 114131 311141 411131 211412 211214 211232'
const SYMBOLS = WIDTHS.split(' ').map((widths) =>
  [...widths].map((width, nth) => (nth % 2 === 0 ? '1' : '0').repeat(Number(width))).join(''),
)

/** What the symbols between start and checksum say: in set C two digits each, in set B a character. */
function decoded(start: number, symbols: readonly number[]): string {
  let isC = start === START_C
  let text = ''
  for (const value of symbols) {
    if (value >= 99 && value <= 101 && !(isC && value === 99)) isC = value === 99
    else text += isC ? String(value).padStart(2, '0') : String.fromCharCode(value + 32)
  }
  return text
}
