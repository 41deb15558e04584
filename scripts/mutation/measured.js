// @ts-check
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { root } from '../package-json.js'

const PAGE = `${root}docs/mutants.md`

/** @typedef {{ readonly status: string }} Mutant */

/**
 * Writes what a run has measured into the table of docs/mutants.md, and answers the row.
 * @param {string} area
 * @param {string} file  what Stryker keeps
 * @param {string} drawn  how they were drawn; empty: all were tried
 */
export function writeMeasured(area, file, drawn) {
  if (!existsSync(`${root}${file}`)) return ''
  /** @type {{ files: { [name: string]: { mutants: Mutant[] } } }} */
  const { files } = JSON.parse(readFileSync(`${root}${file}`, 'utf8'))
  const mutants = Object.values(files).flatMap((each) => each.mutants)
  const withStatus = (/** @type {string[]} */ ...statuses) =>
    mutants.filter(({ status }) => statuses.includes(status)).length
  const noticed = withStatus('Killed', 'Timeout')
  const unnoticed = withStatus('Survived', 'NoCoverage')
  const tried = noticed + unnoticed
  const percent = ((100 * noticed) / tried).toFixed(1)
  const of = drawn === '' ? 'all' : `${tried} of ${mutants.length}, ${drawn}`
  const row = `| \`${area}\` | ${of} | ${tried} | ${noticed} | ${unnoticed} | ${percent} % |`
  const page = readFileSync(PAGE, 'utf8')
  writeFileSync(
    PAGE,
    page.replace(new RegExp(`^\\| \`${area}\` \\|.*$`, 'm'), () => row),
  )
  return row
}
