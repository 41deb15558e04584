import { PDFDocument, StandardFonts } from '@cantoo/pdf-lib'

/** A PDF of one page for each label, which shows the label (WinAnsi characters only). Same labels, same bytes. */
export async function ticketPdf(labels: readonly string[]): Promise<Uint8Array> {
  return (await ticketDocument(labels)).save({ addDefaultPage: false })
}

/** A PDF of one page that opens with this password; with an empty one, without asking. */
export async function encryptedPdf(password = ''): Promise<Uint8Array> {
  const document = await ticketDocument(['secret'])
  document.encrypt({ userPassword: password, ownerPassword: 'owner' })
  return document.save()
}

/** The first half of a PDF of four pages. */
export async function truncatedPdf(): Promise<Uint8Array> {
  const bytes = await ticketPdf(['1', '2', '3', '4'])
  return bytes.slice(0, bytes.length / 2)
}

/** The text each page shows, a line for each piece drawn (pdf-lib ends each with a line break). */
export async function textOfPages(bytes: Uint8Array): Promise<string[]> {
  const document = await PDFDocument.load(bytes, { updateMetadata: false })
  return document.getPages().map((page) =>
    page
      .extractContents()
      .map((asset) => (asset.kind === 'text' ? asset.getText() : ''))
      .join('')
      .trimEnd(),
  )
}

export function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64')
}

async function ticketDocument(labels: readonly string[]): Promise<PDFDocument> {
  const document = await PDFDocument.create({ updateMetadata: false })
  const font = await document.embedFont(StandardFonts.Helvetica)
  for (const label of labels) document.addPage([288, 144]).drawText(label, { x: 36, y: 72, size: 12, font })
  return document
}
