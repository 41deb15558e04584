// @ts-check
import { readFileSync } from 'node:fs'

/** The requests that TEvo's documents print, as they print them: the JSON of each, by document. */
export const printedRequests = () => ({
  client: jsonIn('000.txt'),
  orderV10: jsonIn('002.txt'),
  fedEx: jsonIn('004-fedex.txt'),
  eticket: jsonIn('004-eticket.txt'),
})

/** A file of two pages, in base64. */
export const twoTickets = () => bytesOf('../../fixtures/two-tickets.pdf').toString('base64')

/** @param {string} file */
const bytesOf = (file) => readFileSync(new URL(file, import.meta.url))

/**
 * The first JSON of a file, which may stand in a command.
 * @param {string} file
 * @returns {object}
 */
function jsonIn(file) {
  const text = bytesOf(`../../test/seeds/${file}`).toString('utf8')
  const [, printed = text] = /-d '([^']+)'/.exec(text) ?? []
  return JSON.parse(printed)
}

/**
 * What each call of the control plane is for, by its method and path: as its page of the documentation says it.
 * @returns {Map<string, string>}
 */
export function controlCalls() {
  const page = bytesOf('../../docs/reference/control-plane.md').toString('utf8')
  const rows = [...page.matchAll(/^\| `(?<call>[A-Z]+ \/_local\S*)` \| (?<about>.+) \|$/gm)]
  return new Map(
    rows.map(({ groups: { call = '', about = '' } = {} }) => [
      call.replace('/sandboxes/default', '/sandboxes/:name'),
      withoutLinks(about),
    ]),
  )
}

/** @param {string} markdown */
const withoutLinks = (markdown) => markdown.replaceAll(/\[([^\]]+)\]\([^)]+\)/g, '$1')
