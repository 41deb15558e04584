import type { PDFContext, PDFObject, PDFPageLeaf, PDFRef } from '@cantoo/pdf-lib'
import { messageOf } from '../problem.ts'
import { Effort, type Library, library, TooLong, unpack } from './library.ts'
import { LETTER_POINTS, MARGIN_POINTS, printableIn } from './printable.ts'

/**
 * Tickets and printed documents as PDF: read, counted, joined, cut down to some pages, and made. All output is a pure
 * function of the input: no dates, no random ids.
 */

/** A PDF that was read to its last page, and so can be joined and cut. */
type PdfFile = { bytes: Uint8Array; pages: number }

/**
 * `truncated` has a start and no end; `damaged` has both, but is wrong in between. Encrypted files are refused even if
 * they open with an empty password: they could be neither joined nor shown as they are. `too-much`: it may be right, and
 * costs more time or memory than a request has.
 */
export type PdfProblem = 'not-base64' | 'not-pdf' | 'truncated' | 'encrypted' | 'damaged' | 'no-pages' | 'too-much'

export type PdfReading = { ok: true; file: PdfFile } | { ok: false; problem: PdfProblem; message: string }

/** Thrown by the functions that expect bytes that `readPdf` has accepted. */
export class UnreadablePdf extends Error {
  override readonly name = 'UnreadablePdf'
  readonly problem: PdfProblem
  constructor(problem: PdfProblem, message: string) {
    super(message)
    this.problem = problem
  }
}

/** A file of four tickets takes 2 ms, one of 2,000 pages 200 ms: a file that takes longer than this is an attack. */
export const READ_LIMIT_MS = 3_000

/** Reads an upload: standard base64, padded or not, with or without line breaks and a `data:application/pdf` prefix. */
export async function readPdf(base64: string, limit_ms = READ_LIMIT_MS): Promise<PdfReading> {
  try {
    const bytes = fromBase64(base64)
    const opened = await open(bytes, limit_ms)
    await rehearse(opened, limit_ms)
    return { ok: true, file: { bytes, pages: opened.pages.length } }
  } catch (error) {
    if (!(error instanceof UnreadablePdf)) throw error
    return { ok: false, problem: error.problem, message: error.message }
  }
}

export async function countPages(bytes: Uint8Array, limit_ms = READ_LIMIT_MS): Promise<number> {
  return (await open(bytes, limit_ms)).pages.length
}

/** One PDF with all pages of all files, in order. A single file is returned as it is. */
export async function joinPdfs(files: readonly Uint8Array[], limit_ms = READ_LIMIT_MS): Promise<Uint8Array> {
  const [first, ...rest] = files
  if (!first) throw new RangeError('joinPdfs was given no files; a PDF has at least one page')
  if (rest.length === 0) return first
  const effort = new Effort(limit_ms)
  const opened: Opened[] = []
  for (const bytes of files) opened.push(await open(bytes, effort.left_ms()))
  return copied(opened, effort)
}

/**
 * The PDF with only these pages (1 is the first), always in the file's order. Content that only the other pages use is
 * removed from the bytes.
 */
export async function keepPages(
  bytes: Uint8Array,
  pages: readonly number[],
  limit_ms = READ_LIMIT_MS,
): Promise<Uint8Array> {
  const opened = await open(bytes, limit_ms)
  const unknown = pages.find((page) => opened.pages[page - 1] === undefined)
  if (unknown !== undefined) {
    throw new RangeError(`page ${unknown} was asked for; this PDF has 1 to ${opened.pages.length}`)
  }
  if (pages.length === 0) throw new RangeError('keepPages was given no pages; a PDF has at least one page')
  const asked = new Set(pages)
  if (asked.size === opened.pages.length) return bytes
  const kept = opened.pages.filter((_, index) => asked.has(index + 1))
  const keptRefs = new Set(kept)
  // A link on a page that is kept would bring along the page it leads to.
  for (const page of opened.pages) if (!keptRefs.has(page)) opened.context.delete(page)
  return copied([{ ...opened, pages: kept }], opened.effort)
}

const FONT_POINTS = 10
const LINE_POINTS = 14
const LINES_PER_PAGE = Math.floor((LETTER_POINTS.height - 2 * MARGIN_POINTS) / LINE_POINTS)

/**
 * A text document on Letter pages in Helvetica. Lines that do not fit on a page go to another page. Long lines are not
 * wrapped (about 100 characters fit). Characters that Helvetica's WinAnsi encoding lacks are printed as `?`.
 */
export async function makePdf(pages: readonly (readonly string[])[], title?: string): Promise<Uint8Array> {
  const { PDFDocument, StandardFonts } = (await library()).lib
  const document = await PDFDocument.create({ updateMetadata: false })
  if (title !== undefined) document.setTitle(title)
  const font = await document.embedFont(StandardFonts.Helvetica)
  const print = printableIn(font)

  for (const lines of pages) {
    for (let start = 0; start === 0 || start < lines.length; start += LINES_PER_PAGE) {
      const page = document.addPage([LETTER_POINTS.width, LETTER_POINTS.height])
      lines.slice(start, start + LINES_PER_PAGE).forEach((line, index) => {
        const y = LETTER_POINTS.height - MARGIN_POINTS - (index + 1) * LINE_POINTS
        page.drawText(print(line), { x: MARGIN_POINTS, y, size: FONT_POINTS, font })
      })
    }
  }
  return document.save({ updateFieldAppearances: false, objectsPerTick: Number.POSITIVE_INFINITY })
}

// --- From text to bytes

const DATA_URL = /^data:application\/pdf;base64,/i

function fromBase64(text: string): Uint8Array {
  // MIME breaks lines at 76 characters, Ruby's Base64.encode64 at 60.
  const base64 = text.replace(DATA_URL, '').replace(/\r?\n/g, '')
  const unpadded = base64.replace(/={1,2}$/, '')
  const expected = 'expected the base64 of a PDF (A-Z a-z 0-9 + / and = at the end)'
  if (unpadded === '') throw new UnreadablePdf('not-base64', `${expected}; got nothing`)
  const foreign = /[^A-Za-z0-9+/]/.exec(unpadded)
  if (foreign) {
    const what = `"${foreign[0]}" as character ${foreign.index + 1} of ${base64.length}`
    throw new UnreadablePdf('not-base64', `${expected}; got ${what}`)
  }
  const padded = unpadded.length < base64.length
  if (unpadded.length % 4 === 1 || (padded && base64.length % 4 !== 0)) {
    throw new UnreadablePdf(
      'not-base64',
      `${expected}; got ${base64.length} characters, which is not a whole number of bytes`,
    )
  }
  const { buffer, byteOffset, length } = Buffer.from(unpadded, 'base64')
  return new Uint8Array(buffer, byteOffset, length)
}

// --- From bytes to pages

/** `%PDF-` must be in the first bytes of a file, and `%%EOF` in the last: so many, as in Acrobat. */
const MARKER_WINDOW_BYTES = 1024

type Opened = { lib: Library; effort: Effort; context: PDFContext; pages: PDFRef[] }

/** The only way to open a PDF: it finds and checks every page, or throws an `UnreadablePdf`. */
async function open(bytes: Uint8Array, limit_ms = READ_LIMIT_MS): Promise<Opened> {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
  if (!view.subarray(0, MARKER_WINDOW_BYTES).includes('%PDF-')) {
    throw new UnreadablePdf('not-pdf', `expected a PDF; got ${bytes.length} bytes without %PDF- at their start`)
  }
  // pdf-lib accepts a file that was cut short, and reads it as one with fewer pages.
  if (!view.subarray(-MARKER_WINDOW_BYTES).includes('%%EOF')) {
    throw new UnreadablePdf('truncated', `the PDF is cut short: no %%EOF at the end of its ${bytes.length} bytes`)
  }
  // Checked before parsing: pdf-lib unpacks encrypted parts, and then they look like damage.
  if (hasEncryptEntry(view)) {
    throw new UnreadablePdf('encrypted', 'the PDF is encrypted; expected one without a password or restrictions')
  }
  const { lib, parse } = await library()
  const effort = new Effort(limit_ms)
  try {
    const context = await parse(bytes, effort)
    return { lib, effort, context, pages: findPages(lib, context, effort) }
  } catch (error) {
    throw damaged(error)
  }
}

/** Trailers are never compressed or encrypted, so `/Encrypt` and its value can be found in the raw bytes. */
function hasEncryptEntry(view: Buffer): boolean {
  const key = '/Encrypt'
  for (let at = view.indexOf(key); at !== -1; at = view.indexOf(key, at + key.length)) {
    if (/^\s*(\d+\s+\d+\s+R|<<)/.test(view.toString('latin1', at + key.length, at + key.length + 64))) return true
  }
  return false
}

/** Walks the page tree from the catalogue, and checks what each page needs to be drawn. */
function findPages(lib: Library, context: PDFContext, effort: Effort): PDFRef[] {
  const { PDFCatalog, PDFName, PDFNumber, PDFPageLeaf, PDFPageTree, PDFRef } = lib
  const catalog = context.lookup(context.trailerInfo.Root)
  if (!(catalog instanceof PDFCatalog)) throw new Error('it has no catalogue')
  const check = pageCheck(lib, context, effort)
  const pages: PDFRef[] = []
  // A tree node that is met twice means a loop, or a tree of 2^n pages in n objects.
  const seen = new Set<PDFObject>()

  const visit = (ref: PDFObject | undefined, parent: PDFRef | undefined) => {
    const node = context.lookup(ref)
    if (!(ref instanceof PDFRef) || seen.has(node ?? ref)) throw new Error('its page tree is not a tree')
    if (!(node instanceof PDFPageLeaf || node instanceof PDFPageTree)) throw new Error(`object ${ref} is not a page`)
    const claimed = node.get(PDFName.of('Parent'))
    if (claimed !== undefined && claimed !== parent) throw new Error(`object ${ref} names another parent`)
    effort.check()
    if (node instanceof PDFPageLeaf) {
      check(node)
      pages.push(ref)
      return
    }
    seen.add(node)
    for (const kid of node.Kids().asArray()) visit(kid, ref)
  }

  visit(catalog.get(PDFName.of('Pages')), undefined)
  const count = catalog.Pages().lookupMaybe(PDFName.of('Count'), PDFNumber)?.asNumber()
  if (count !== pages.length) throw new Error(`it claims ${count} pages and has ${pages.length}`)
  if (pages.length === 0) throw new UnreadablePdf('no-pages', 'the PDF has no pages; expected at least one')
  return pages
}

/** Contents must exist and unpack; fonts, images and the like must exist. Shared ones are checked once. */
function pageCheck(lib: Library, context: PDFContext, effort: Effort): (page: PDFPageLeaf) => void {
  const { PDFArray, PDFDict, PDFInvalidObject, PDFName, PDFNull, PDFRawStream } = lib
  const seen = new Set<PDFObject>()
  const resolve = (value: PDFObject) => {
    const object = context.lookup(value)
    if (object === undefined || object instanceof PDFInvalidObject) throw new Error(`object ${value} is missing`)
    return object
  }
  const once = (value: PDFObject | undefined, look: (object: PDFObject) => void) => {
    const object = value && resolve(value)
    if (!object || seen.has(object)) return
    seen.add(object)
    look(object)
  }
  const lookAtContents = (object: PDFObject) => {
    if (object instanceof PDFArray) for (const part of object.asArray()) once(part, lookAtContents)
    else if (object instanceof PDFRawStream) unpack(lib, object, effort)
    else if (object !== PDFNull) throw new Error('the contents of a page are not a stream')
  }
  const lookAtResources = (object: PDFObject) => {
    if (object instanceof PDFDict) for (const kind of object.values()) once(kind, lookAtKind)
  }
  const lookAtKind = (object: PDFObject) => {
    if (object instanceof PDFDict) for (const resource of object.values()) resolve(resource)
  }
  return (page) => {
    once(page.get(PDFName.of('Contents')), lookAtContents)
    once(page.getInheritableAttribute(PDFName.of('Resources')), lookAtResources)
  }
}

// --- From pages to bytes

/**
 * Copies the file and reads the copy, so that joinPdfs and keepPages cannot fail later on a file that is accepted now:
 * parts of a damaged file can be read, but are missing in a copy.
 */
async function rehearse(opened: Opened, limit_ms: number): Promise<void> {
  const { pages } = opened
  const again = await open(await copied([opened], opened.effort), limit_ms)
  if (again.pages.length !== pages.length)
    throw damaged(new Error(`only ${again.pages.length} of its ${pages.length} pages can be copied`))
}

async function copied(files: readonly Opened[], effort: Effort): Promise<Uint8Array> {
  try {
    return await assemble(files, effort)
  } catch (error) {
    throw damaged(error)
  }
}

async function assemble(files: readonly Opened[], effort: Effort): Promise<Uint8Array> {
  const { lib } = await library()
  const { PDFCatalog, PDFContext, PDFDict, PDFName, PDFNumber, PDFObjectCopier, PDFPageTree, PDFStreamWriter } = lib
  // A context, because the addPage of a PDFDocument takes longer with every page that is already there.
  const context = PDFContext.create()
  const tree = PDFPageTree.withContext(context)
  const treeRef = context.register(tree)
  context.trailerInfo.Root = context.register(PDFCatalog.withContextAndPages(context, treeRef))
  for (const file of files) {
    const copier = PDFObjectCopier.for(file.context, context)
    for (const page of file.pages) {
      // Copied by reference, so that links to the page lead to this copy and not to another one.
      const copy = copier.copy(page)
      effort.check()
      context.lookup(copy, PDFDict).set(PDFName.of('Parent'), treeRef)
      tree.pushTreeNode(copy)
    }
  }
  tree.set(PDFName.of('Count'), PDFNumber.of(tree.Kids().size()))
  return PDFStreamWriter.forContext(context, Number.POSITIVE_INFINITY).serializeToBuffer()
}

function damaged(error: unknown): UnreadablePdf {
  if (error instanceof UnreadablePdf) return error
  if (error instanceof TooLong) return new UnreadablePdf('too-much', `the PDF is too much: ${error.message}`)
  // pdf-lib quotes what it could not parse, at full length.
  const detail = messageOf(error).slice(0, 200)
  return new UnreadablePdf('damaged', `the PDF is damaged: ${detail}`)
}
