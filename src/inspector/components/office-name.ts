import type { Reader } from '../../store/state.ts'

/** `1700, Shelbyville Seats: Main Office` */
export function officeName(read: Reader, id: number): string {
  const office = read.get('offices', id)
  return office === undefined
    ? String(id)
    : `${id}, ${read.must('brokerages', office.brokerage_id).name}: ${office.name}`
}
