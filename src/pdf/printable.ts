import type { PDFFont } from '@cantoo/pdf-lib'

/** Letter paper. */
export const LETTER_POINTS = { width: 612, height: 792 }
export const MARGIN_POINTS = 54

/** What a font can print of a text: `?` stands for a character that it lacks, and a blank for a tab or a line break. */
export function printableIn(font: PDFFont): (text: string) => string {
  const printable = new Set(font.getCharacterSet())
  return (text) =>
    Array.from(text.replace(/\s/g, ' '), (char) => (printable.has(char.codePointAt(0) ?? -1) ? char : '?')).join('')
}
