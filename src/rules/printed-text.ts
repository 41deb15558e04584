import { PdfRefused, writtenPdf } from '../pdf/pdfs.ts'
import type { Item } from '../store/records.ts'
import type { Reader } from '../store/state.ts'
import { stale, unprocessable } from './refusal.ts'
import { eventOf } from './shipments/first-event.ts'
import type { ShippingEnd } from './shipments/recipient.ts'

/** A PDF, and the text it was made from: when the text has changed since, the PDF has to be made again. */
export interface Printed {
  readonly lines: readonly string[]
  readonly bytes: Uint8Array
}

/** Work with PDFs that refuses the request where it refuses a file. */
export async function refusing<Result>(work: Promise<Result>): Promise<Result> {
  try {
    return await work
  } catch (problem) {
    throw problem instanceof PdfRefused ? unprocessable(problem.message) : problem
  }
}

export async function printed(lines: readonly string[], title: string): Promise<Printed> {
  return { lines, bytes: await refusing(writtenPdf(lines, title)) }
}

export function checkFresh(lines: readonly string[], prepared: Printed): void {
  if (lines.join('\n') !== prepared.lines.join('\n')) throw stale()
}

/** The name, company, address and phone number, as far as they are known. */
export function endLines({ name, company, address, phone_number }: ShippingEnd): string[] {
  const { street_address, extended_address, locality, region, postal_code, country_code } = address ?? {}
  const town = [[locality, region].filter(Boolean).join(', '), postal_code, country_code].filter(Boolean).join(' ')
  const lines = [name, company, street_address, extended_address, town, phone_number && `Phone: ${phone_number}`]
  return lines.flatMap((line) => (line ? [line] : []))
}

/** `2017-10-20 19:00`: a time that the venue's clock shows. */
export const printedTime = (occurs_at: number): string =>
  new Date(occurs_at).toISOString().slice(0, 16).replace('T', ' ')

/** `2 x Massive Attack, 2017-10-20 19:00, section 23, row a, seats 10, 11` */
export function ticketLine(read: Reader, item: Item): string {
  const { section, row } = read.must('ticket_groups', item.ticket_group_id)
  const { name, occurs_at } = eventOf(read, item)
  return `${item.quantity} x ${name}, ${printedTime(occurs_at)}, section ${section}, row ${row}, seats ${item.seats.join(', ')}`
}
