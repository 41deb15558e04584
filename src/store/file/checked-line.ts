import { crc32 } from 'node:zlib'

/** A line of JSON with a checksum: `["0a1b2c3d",{…}]`. */

const HEX_DIGITS = 8
const OPENING = '["'
const BETWEEN = '",'
const JSON_AT = OPENING.length + HEX_DIGITS + BETWEEN.length

export const hexOf = (checksum: number): string => checksum.toString(16).padStart(HEX_DIGITS, '0')

export function checkedLine(value: object): string {
  const json = JSON.stringify(value)
  return `${OPENING}${hexOf(crc32(json))}${BETWEEN}${json}]\n`
}

/** What a line says, without its end; undefined where it is not whole. */
export function readChecked(line: string): unknown {
  if (!line.startsWith(OPENING) || !line.endsWith(']')) return undefined
  const json = line.slice(JSON_AT, -1)
  if (line.slice(OPENING.length, JSON_AT) !== hexOf(crc32(json)) + BETWEEN) return undefined
  try {
    return JSON.parse(json)
  } catch {
    return undefined
  }
}
