import { deflateSync } from 'node:zlib'
import { PDFDocument } from '@cantoo/pdf-lib'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { countPages, joinPdfs, keepPages, makePdf, type PdfProblem, readPdf, UnreadablePdf } from '../../src/pdf/pdf.ts'
import fc from '../properties.ts'
import { base64, encryptedPdf, textOfPages, ticketPdf, truncatedPdf } from './fixtures.ts'

const four = await ticketPdf(['A-1', 'A-2', 'A-3', 'A-4'])

const labels = (length: number, prefix = 'seat') => Array.from({ length }, (_, index) => `${prefix} ${index + 1}`)

async function problemOf(text: string): Promise<PdfProblem | 'none'> {
  const reading = await readPdf(text)
  return reading.ok ? 'none' : reading.problem
}

/** A hand-written file around these objects: no cross-references, as pdf-lib rebuilds them. */
const handWritten = (...objects: (string | Buffer)[]) =>
  Buffer.concat(
    ['%PDF-1.7\n', ...objects, '\ntrailer<</Root 1 0 R>>\nstartxref\n0\n%%EOF\n'].map((part) =>
      typeof part === 'string' ? Buffer.from(part, 'latin1') : part,
    ),
  )

const catalog = '1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n'
const onePage = `${catalog}2 0 obj<</Type/Pages/Count 1/Kids[3 0 R]>>endobj\n`
const page = '3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj\n'
const stream = (entries: string, contents: Buffer) =>
  Buffer.concat([
    Buffer.from(`9 0 obj<<${entries}/Length ${contents.length}>>stream\n`),
    contents,
    Buffer.from('\nendstream endobj\n'),
  ])
const packedLines = deflateSync(labels(100).join('\n'))

describe('reading', () => {
  test('a PDF is read with its bytes and its number of pages', async () => {
    expect(await readPdf(base64(four))).toEqual({ ok: true, file: { bytes: four, pages: 4 } })
  })

  test.each([
    ['without padding', (text: string) => text.replace(/=+$/, '')],
    ['with MIME line breaks', (text: string) => text.replace(/.{76}/g, '$&\r\n')],
    ["with Ruby's line breaks", (text: string) => `${text.replace(/.{60}/g, '$&\n')}\n`],
    ['as a data URL', (text: string) => `data:application/pdf;base64,${text}`],
  ])('base64 %s is accepted', async (_, write) => {
    for (const count of [1, 2, 3]) {
      const bytes = await ticketPdf(labels(count))
      expect(await readPdf(write(base64(bytes)))).toEqual({ ok: true, file: { bytes, pages: count } })
    }
  })

  test('a hand-written PDF without cross-references is accepted', async () => {
    expect(await problemOf(base64(handWritten(onePage, page)))).toBe('none')
  })

  test('up to 1024 bytes of something else before and after the PDF are tolerated', async () => {
    const wrapped = Buffer.concat([Buffer.from('junk\n'.repeat(100)), four, Buffer.from('\njunk'.repeat(100))])
    expect(await readPdf(base64(wrapped))).toMatchObject({ ok: true, file: { pages: 4 } })
  })

  test.each([
    ['nothing', ''],
    ['only a data URL prefix', 'data:application/pdf;base64,'],
    ['only padding', '=='],
    ['a data URL of another type', `data:image/png;base64,${base64(four)}`],
    ['the URL-safe alphabet', 'JVBERi0-_w=='],
    ['a space', 'JVBE Ri0x'],
    ['padding that is too short', 'JVBERi0xLg='],
    ['padding in the middle', 'JVBE=Ri0x'],
    ['a lone last character', 'JVBER'],
    ['a letter outside ASCII', 'JVBERi0é'],
  ])('%s is not base64', async (_, text) => {
    expect(await problemOf(text)).toBe('not-base64')
  })

  test('the message about text that is not base64 names the character and where it stands', async () => {
    const reading = await readPdf('JVBE-i0x')
    expect(reading).toMatchObject({ message: expect.stringContaining('got "-" as character 5 of 8') })
  })

  test('base64 of something else is not a PDF', async () => {
    expect(await problemOf(base64(Buffer.from('GIF89a')))).toBe('not-pdf')
    expect(await problemOf(base64(Buffer.concat([Buffer.alloc(1024), four])))).toBe('not-pdf')
  })

  test('a PDF without its end is truncated', async () => {
    expect(await problemOf(base64(await truncatedPdf()))).toBe('truncated')
    expect(await problemOf(base64(Buffer.concat([four, Buffer.alloc(1024)])))).toBe('truncated')
  })

  test.each(['', 'password'])('an encrypted PDF is refused, with password "%s"', async (password) => {
    expect(await problemOf(base64(await encryptedPdf(password)))).toBe('encrypted')
  })

  test('a PDF with an empty page tree has no pages', async () => {
    const empty = handWritten(catalog, '2 0 obj<</Type/Pages/Count 0/Kids[]>>endobj\n')
    expect(await problemOf(base64(empty))).toBe('no-pages')
  })

  test.each<[string, ...(string | Buffer)[]]>([
    ['nothing between start and end', ''],
    ['no catalogue', page],
    ['a catalogue without pages', '1 0 obj<</Type/Catalog>>endobj\n'],
    ['a page that is missing', onePage],
    ['a page that is something else', onePage, '3 0 obj<</Type/Font>>endobj\n'],
    ['a page that is broken', onePage, '3 0 obj<</Type/Page/Pa)>>endobj\n'],
    ['a count that lies', catalog, '2 0 obj<</Type/Pages/Count 2/Kids[3 0 R]>>endobj\n', page],
    ['no count', catalog, '2 0 obj<</Type/Pages/Kids[3 0 R]>>endobj\n', page],
    ['a page tree that is a loop', catalog, '2 0 obj<</Type/Pages/Count 1/Kids[2 0 R]>>endobj\n'],
    ['a page of another parent', onePage, '3 0 obj<</Type/Page/Parent 1 0 R>>endobj\n'],
    ['a page whose contents are missing', onePage, '3 0 obj<</Type/Page/Contents 9 0 R>>endobj\n'],
    ['a page whose font is missing', onePage, '3 0 obj<</Type/Page/Resources<</Font<</F 9 0 R>>>>>>endobj\n'],
    [
      'contents that lack some bytes',
      onePage,
      '3 0 obj<</Type/Page/Contents[9 0 R]>>endobj\n',
      stream('/Filter/FlateDecode', Buffer.concat([packedLines.subarray(0, 50), packedLines.subarray(60)])),
    ],
  ])('a PDF with %s is damaged', async (_, ...objects) => {
    expect(await problemOf(base64(handWritten(...objects)))).toBe('damaged')
  })
})

describe('hostile files end in a refusal, and soon', () => {
  const LIMIT_MS = 200
  // The clock is looked at now and then, each time after at most a pass over the whole file.
  const SOON_MS = 5_000
  const size = 8 * 1024 * 1024

  /** A stream whose length leads back to the end of the stream before it, which pdf-lib alone reads for ever. */
  const loop = () => {
    const before = '8 0 obj<<>>stream\n'
    const back = 'endstream endobj\n9 0 obj<</Length -00>>stream\n'
    return before + back.replace('-00', `-${back.length}`)
  }
  const numbers = (length: number) => Array.from({ length }, (_, index) => `${index + 10} ${index} `).join('')
  const packed = (objects: number, header: string, contents: string) =>
    stream(
      `/Type/ObjStm/N ${objects}/First ${header.length}/Filter/FlateDecode`,
      deflateSync(Buffer.from(header + contents)),
    )
  const doubling = labels(60).map((_, index) => {
    const number = index + 2
    return `${number} 0 obj<</Type/Pages/Count 1/Kids[${number + 1} 0 R ${number + 1} 0 R]>>endobj\n`
  })

  test.each<[string, () => (string | Buffer)[]]>([
    ['a stream of negative length', () => [loop()]],
    ['blanks between objects', () => ['x', ' '.repeat(size), 'x']],
    ['a number without end', () => ['9 0 obj ', '1'.repeat(size), ' endobj']],
    ['digits between objects', () => ['x', '1'.repeat(size)]],
    ['arrays that never close', () => ['9 0 obj [', '['.repeat(size)]],
    ['objects that never close', () => ['9 0 obj ['.repeat(size / 9)]],
    [
      'brackets inside each other in an object stream',
      () => {
        const header = numbers(100_000)
        return [packed(100_000, header, '('.repeat(100_000) + ')'.repeat(100_000))]
      },
    ],
    [
      'object streams that unpack to 2 GB',
      () => {
        const bomb = stream('/Type/ObjStm/N 1/First 4/Filter/FlateDecode', deflateSync(Buffer.alloc(200_000_000)))
        return labels(10).map(() => bomb)
      },
    ],
    ['a thousand million cross-references', () => [stream('/Type/XRef/Size 1000000000/W[1 1 1]', Buffer.alloc(9))]],
    [
      'packed cross-references, ten million',
      () => [stream('/Type/XRef/Size 10000000/W[1 0 0]/Filter/FlateDecode', deflateSync(Buffer.alloc(10_000_000)))],
    ],
    ['cross-references of no width', () => [stream('/Type/XRef/Size 1000000000/W[0 0 0]', Buffer.alloc(9))]],
    ['a page tree of 2^60 pages', () => [catalog, ...doubling, '62 0 obj<</Type/Page>>endobj\n']],
    [
      'a page tree of endless depth',
      () => [
        catalog,
        labels(50_000)
          .map((_, index) => `${index + 2} 0 obj<</Type/Pages/Count 1/Kids[${index + 3} 0 R]>>endobj\n`)
          .join(''),
      ],
    ],
  ])('%s', async (_, objects) => {
    const text = base64(handWritten(...objects()))
    const start = performance.now()
    const reading = await readPdf(text, LIMIT_MS)
    expect(reading).toMatchObject({ ok: false, problem: expect.stringMatching(/^(?:damaged|too-much)$/) })
    expect(reading.ok ? 0 : reading.message.length).toBeLessThan(300)
    expect(performance.now() - start).toBeLessThan(SOON_MS)
  })

  test('arbitrary text is refused and never throws', async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.string(), fc.string({ unit: 'binary' }), fc.base64String()), async (text) => {
        expect(await readPdf(text)).toMatchObject({ ok: false, message: expect.any(String) })
      }),
    )
  })

  test('arbitrary bytes are refused and never throw, also between the start and end of a PDF', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 2000 }), async (bytes) => {
        expect((await readPdf(base64(bytes))).ok).toBe(false)
        expect((await readPdf(base64(handWritten(Buffer.from(bytes))))).ok).toBe(false)
      }),
      { numRuns: 500 },
    )
  })

  test('a PDF with some bytes changed is read or refused, never thrown at', async () => {
    const change = fc.record({ at: fc.nat(four.length - 1), byte: fc.nat(255) })
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 8 }), async (changes) => {
        const bytes = four.slice()
        for (const { at, byte } of changes) bytes[at] = byte
        const reading = await readPdf(base64(bytes))
        if (!reading.ok) return
        await keepPages(bytes, [1])
        expect(await countPages(await joinPdfs([bytes, four]))).toBe(reading.file.pages + 4)
      }),
      { numRuns: 300 },
    )
  })
})

describe('a part of a PDF is never taken for a PDF of other pages', () => {
  async function isRefusedOrHasFourPages(bytes: Uint8Array) {
    const reading = await readPdf(base64(bytes))
    if (reading.ok) expect(reading.file.pages).toBe(4)
  }

  test('cut short at any byte', async () => {
    for (let length = 0; length < four.length; length++) await isRefusedOrHasFourPages(four.subarray(0, length))
  })

  test('with any stretch of its middle missing', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(four.length), fc.nat(four.length), async (one, other) => {
        const [from, to] = one < other ? [one, other] : [other, one]
        await isRefusedOrHasFourPages(Buffer.concat([four.subarray(0, from), four.subarray(to)]))
      }),
      { numRuns: 500 },
    )
  })
})

describe('joining', () => {
  test('the pages of all files follow each other in order', async () => {
    const joined = await joinPdfs([await ticketPdf(['B', 'A']), await ticketPdf(['C']), await ticketPdf(['B'])])
    expect(await textOfPages(joined)).toEqual(['B', 'A', 'C', 'B'])
  })

  test('what was joined can be read and joined again', async () => {
    const joined = await joinPdfs([four, four])
    expect(await readPdf(base64(joined))).toMatchObject({ ok: true, file: { pages: 8 } })
    expect(await countPages(await joinPdfs([joined, four]))).toBe(12)
  })

  test('a single file comes back byte for byte', async () => {
    expect(await joinPdfs([four])).toEqual(four)
  })

  test('the number of pages is the sum of all', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 5 }), async (counts) => {
        const files = await Promise.all(counts.map((count, file) => ticketPdf(labels(count, `file ${file}, page`))))
        const joined = await joinPdfs(files)
        expect(await countPages(joined)).toBe(counts.reduce((sum, count) => sum + count, 0))
        expect(await textOfPages(joined)).toEqual(counts.flatMap((count, file) => labels(count, `file ${file}, page`)))
      }),
      { numRuns: 25 },
    )
  })

  test('what a page inherits from the page tree comes with it', async () => {
    const inheriting = handWritten(
      catalog,
      '2 0 obj<</Type/Pages/Count 1/Kids[3 0 R]/MediaBox[0 0 12 34]>>endobj\n',
      '3 0 obj<</Type/Page/Parent 2 0 R>>endobj\n',
    )
    const joined = await joinPdfs([inheriting, four])
    expect(Buffer.from(joined).toString('latin1')).toMatch(/\/MediaBox \[ 0 0 12 34 \]/)
  })

  test('no files and unreadable files are refused', async () => {
    await expect(joinPdfs([])).rejects.toThrow('at least one page')
    await expect(joinPdfs([four, await truncatedPdf()])).rejects.toThrow(UnreadablePdf)
  })
})

describe('keeping pages', () => {
  test('the pages kept are the pages asked for, in the order of the file', async () => {
    expect(await textOfPages(await keepPages(four, [4, 2]))).toEqual(['A-2', 'A-4'])
    expect(await textOfPages(await keepPages(four, [3, 3]))).toEqual(['A-3'])
  })

  test('all pages kept leave the file byte for byte', async () => {
    expect(await keepPages(four, [1, 2, 3, 4])).toEqual(four)
  })

  test('nothing of the other pages stays in the bytes', async () => {
    const one = await keepPages(await ticketPdf(labels(100)), [1])
    expect(one.length).toBeLessThan(2 * (await ticketPdf(labels(1))).length)
  })

  test('a link to a page that is not kept does not bring it along, and one to a page that is kept still leads there', async () => {
    const linked = handWritten(
      catalog,
      '2 0 obj<</Type/Pages/Count 3/Kids[3 0 R 4 0 R 5 0 R]>>endobj\n',
      '3 0 obj<</Type/Page/Parent 2 0 R/Annots[<</Subtype/Link/Dest[4 0 R/Fit]>>]>>endobj\n',
      '4 0 obj<</Type/Page/Parent 2 0 R/Seat(second)>>endobj\n',
      '5 0 obj<</Type/Page/Parent 2 0 R/Seat(third)>>endobj\n',
    )
    const seats = async (pages: number[]) =>
      Buffer.from(await keepPages(linked, pages))
        .toString('latin1')
        .match(/(?<=Seat \()\w+/g)
    expect(await seats([1])).toBeNull()
    expect(await seats([1, 3])).toEqual(['third'])
    expect(await seats([1, 2])).toEqual(['second'])
  })

  test('any pages of any joined files are kept by their text', async () => {
    const joined = await joinPdfs([four, await ticketPdf(labels(3)), await ticketPdf(['last'])])
    const texts = await textOfPages(joined)
    const pages = texts.map((_, index) => index + 1)
    await fc.assert(
      fc.asyncProperty(fc.subarray(pages, { minLength: 1 }), async (kept) => {
        expect(await textOfPages(await keepPages(joined, kept))).toEqual(kept.map((page) => texts[page - 1]))
      }),
      { numRuns: 50 },
    )
  })

  test.each([[0], [5], [-1], [1.5]])('page %d of four is refused', async (page) => {
    await expect(keepPages(four, [1, page])).rejects.toThrow(`page ${page} was asked for; this PDF has 1 to 4`)
  })

  test('no pages are refused', async () => {
    await expect(keepPages(four, [])).rejects.toThrow('at least one page')
  })
})

describe('making', () => {
  test('every page shows its lines', async () => {
    const made = await makePdf([['Invoice 7', 'Total 45.00 €'], [], ['Thank you']], 'Invoice 7')
    expect(await textOfPages(made)).toEqual(['Invoice 7\nTotal 45.00 €', '', 'Thank you'])
    expect(await readPdf(base64(made))).toMatchObject({ ok: true, file: { pages: 3 } })
  })

  test('lines beyond the end of a page run on to the next', async () => {
    const lines = labels(100, 'line')
    const pages = await textOfPages(await makePdf([lines, ['next']]))
    expect(pages.length).toBe(4)
    expect(pages.slice(0, 3).flatMap((text) => text.split('\n'))).toEqual(lines)
    expect(pages[3]).toBe('next')
  })

  test('characters that Helvetica lacks are printed as question marks', async () => {
    expect(await textOfPages(await makePdf([['Łódź – 東京 🎫\tnaïve']]))).toEqual(['?ód? – ?? ? naïve'])
  })

  test('any text can be printed', async () => {
    const text = fc.string({ unit: 'binary' })
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(text)), text, async (pages, title) => {
        const made = await makePdf(pages, title)
        expect(await countPages(made)).toBe(Math.max(1, pages.length))
      }),
    )
  })
})

describe('the same input gives the same bytes', () => {
  const write = async () => ({
    join: await joinPdfs([four, four]),
    keep: await keepPages(four, [2, 3]),
    make: await makePdf([['a', 'b'], ['c']], 'title'),
  })
  afterEach(() => vi.useRealTimers())

  test('on another day', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: Date.UTC(2024, 0, 1) })
    const first = await write()
    vi.setSystemTime(Date.UTC(2030, 5, 15))
    expect(await write()).toEqual(first)
  })

  test('which say nothing of when they were made', async () => {
    for (const bytes of Object.values(await write())) {
      const document = await PDFDocument.load(bytes, { updateMetadata: false })
      expect(document.getCreationDate()).toBeUndefined()
      expect(document.getModificationDate()).toBeUndefined()
      expect(document.context.trailerInfo.ID).toBeUndefined()
    }
  })
})
