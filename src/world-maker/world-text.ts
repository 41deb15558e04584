import type { World } from '../store/world.ts'

/** A world file that is easy to read and to compare: one record a line. */
export function worldText({ next_ids = {}, ...tables }: World): string {
  const sequences = Object.entries(next_ids).map(([sequence, id]) => `    "${sequence}": ${id}`)
  const blocks = [`  "next_ids": {\n${sequences.join(',\n')}\n  }`]
  for (const [table, records] of Object.entries(tables)) {
    const lines = records.map((record) => `    ${inLine(record)}`)
    blocks.push(`  "${table}": [\n${lines.join(',\n')}\n  ]`)
  }
  return `{\n${blocks.join(',\n')}\n}\n`
}

/** JSON on one line, with spaces as a person would write it. */
function inLine(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(inLine).join(', ')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const fields = Object.entries(value).map(([field, content]) => `${JSON.stringify(field)}: ${inLine(content)}`)
  return `{ ${fields.join(', ')} }`
}
