import { setImmediate } from 'node:timers/promises'
import type { PDFFont, PDFPage } from '@cantoo/pdf-lib'
import { barcode, QUIET_MODULES } from './barcode.ts'
import { type Library, library } from './library.ts'
import { LETTER_POINTS, MARGIN_POINTS, printableIn } from './printable.ts'

/** What is printed on one ticket. */
export interface Ticket {
  /** The event. */
  readonly title: string
  readonly lines: readonly string[]
  /** ASCII; it stands under the bars, too. */
  readonly code: string
}

const TITLE_POINTS = 24
const FONT_POINTS = 14
const LINE_POINTS = 22
const BAR_HEIGHT_POINTS = 90
/** A third of a millimetre at least, on paper: what a hand scanner reads. */
const MAX_MODULE_POINTS = 1.5
const WIDTH_POINTS = LETTER_POINTS.width - 2 * MARGIN_POINTS

/** An item may have 1,000 tickets. Let others have a turn after so many pages, which take some 10 ms. */
const PAGES_PER_TURN = 20

/** A PDF of one page for each ticket. Same tickets, same bytes. */
export async function drawTickets(tickets: readonly Ticket[], title: string): Promise<Uint8Array> {
  const { lib } = await library()
  const document = await lib.PDFDocument.create({ updateMetadata: false })
  document.setTitle(title)
  const bold = await document.embedFont(lib.StandardFonts.HelveticaBold)
  const plain = await document.embedFont(lib.StandardFonts.Helvetica)
  const pen = { lib, bold, plain, print: printableIn(plain) }
  for (const [nth, ticket] of tickets.entries()) {
    if (nth > 0 && nth % PAGES_PER_TURN === 0) await setImmediate()
    draw(pen, document.addPage([LETTER_POINTS.width, LETTER_POINTS.height]), ticket, await barcode(ticket.code))
  }
  return document.save({ updateFieldAppearances: false })
}

interface Pen {
  readonly lib: Library
  readonly bold: PDFFont
  readonly plain: PDFFont
  readonly print: (text: string) => string
}

function draw({ lib, bold, plain, print }: Pen, page: PDFPage, { title, lines, code }: Ticket, modules: string): void {
  let y = LETTER_POINTS.height - MARGIN_POINTS - TITLE_POINTS
  const write = (text: string, font: PDFFont, size: number) => {
    const printed = print(text)
    page.drawText(printed, { x: MARGIN_POINTS, y, size: fitting(font, printed, size), font })
  }
  write(title, bold, TITLE_POINTS)
  for (const line of lines) {
    y -= LINE_POINTS
    write(line, plain, FONT_POINTS)
  }
  y -= LINE_POINTS + BAR_HEIGHT_POINTS
  drawBars(lib, page, modules, y)
  y -= LINE_POINTS
  write(code, plain, FONT_POINTS)
}

/** A long line is printed smaller, so that all of it is on the paper. */
const fitting = (font: PDFFont, text: string, size: number): number =>
  Math.min(size, (size * WIDTH_POINTS) / Math.max(1, font.widthOfTextAtSize(text, size)))

/** One path of all bars: a rectangle of its own for each would take three times as long, and five times the bytes. */
function drawBars(lib: Library, page: PDFPage, modules: string, y: number): void {
  const module_points = Math.min(MAX_MODULE_POINTS, WIDTH_POINTS / (modules.length + 2 * QUIET_MODULES))
  const bars = [...modules.matchAll(/1+/g)].map(({ index, 0: bar }) =>
    lib.rectangle(
      MARGIN_POINTS + (QUIET_MODULES + index) * module_points,
      y,
      bar.length * module_points,
      BAR_HEIGHT_POINTS,
    ),
  )
  page.pushOperators(
    lib.pushGraphicsState(),
    lib.setFillingRgbColor(0, 0, 0),
    ...bars,
    lib.fill(),
    lib.popGraphicsState(),
  )
}
