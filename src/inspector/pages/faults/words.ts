import type { Phase } from '../../../faults/effect.ts'
import type { ListedFault } from '../../../faults/fault.ts'
import { isPattern, wordsOf } from '../../../matching/pattern.ts'

/** Rules in words for people. */

export const PHASE_WORDS: { readonly [At in Phase]: string } = {
  'before-auth': 'the request has been read; its signature is not checked yet',
  'before-handler': 'the request has been checked; nothing is done yet',
  'after-commit': 'what the request changed is kept; the answer has not been sent',
  delivery: 'a webhook is on its way to an endpoint',
  call: "a broker's service is called",
}

export const RULE_WORDS: { readonly [field: string]: string } = {
  id: 'Its name in the journal: A-Z a-z 0-9 . _ -. Left out, it is fault_1, …',
  phase: 'How far a request gets first.',
  delay: 'How long it waits before that, in real time: fixed, uniform, lognormal or sequence.',
  skip: 'How many matches go by first.',
  times: 'How often it acts. Left out, there is no end.',
  chance: 'How likely it acts on a match: above 0, at most 1.',
  from: "When it begins, by the sandbox's clock from now on: 30s, 1h30m.",
  for: 'How long it is in force. Left out, there is no end.',
  priority: 'Of several that would act on one request the lowest wins, then the oldest.',
}

export const MATCH_WORDS: { readonly [field: string]: string } = {
  operation: 'The id of an operation, such as orders.create. Left out, any request.',
  method: 'As it was sent: POST.',
  path: 'As it was sent, without its query: /v9/orders.',
  params: 'Path parameters of the operation: {"order_id":"819974"}.',
  query: 'Filters by name.',
  credential: 'The name of the credential whose token was sent.',
  where: 'JSON pointers into the body: {"/orders/0/client_id":107655}.',
  header: 'Headers, their names in any case.',
}

export const EFFECT_WORDS: { readonly [field: string]: string } = {
  status: 'Of the answer: 503. Give this, or a refusal.',
  refusal: "In place of a status: one of TEvo's own, with its body.",
  body: 'A text, sent as it is, or an object, sent as JSON.',
  content_type: 'Of the body: text/html.',
  headers: 'Beside those of TEvo, or in place of them: {"X-Cache":"MISS"}.',
  retry_after_s: 'Seconds that Retry-After says.',
  connection: 'close: the connection is closed after the answer.',
  max_ms: 'How long at most. Left out, until the client gives up.',
  at_fraction: 'How much of the body comes: 0 to below 1.',
  end: 'How the connection ends then.',
  chunks: 'In how many pieces.',
  over_ms: 'From the first piece to the last.',
  name: 'What is otherwise than the client thinks.',
}

/** `orders.create, where {"/orders/0/client_id":107655}` */
export function matchWords({ match, phase }: ListedFault): string {
  const { operation, ...others } = match
  const all = phase === 'delivery' ? 'any webhook' : phase === 'call' ? 'any call' : 'any request'
  const given = Object.entries(others).filter(([, value]) => value !== undefined)
  const said = given.map(([name, value]) => `${name} ${typeof value === 'object' ? JSON.stringify(value) : value}`)
  const first = operation === undefined ? (said.length === 0 ? [all] : []) : [operationWords(operation)]
  return [...first, ...said].join(', ')
}

function operationWords(operation: ListedFault['match']['operation']): string {
  if (operation === null || operation === undefined) return 'what is not an operation'
  return isPattern(operation) ? `operation ${wordsOf(operation)}` : String(operation)
}

/** `status refusal unavailable, retry_after_s 1` */
export function effectWords({ effect, delay }: ListedFault): string {
  const { type, ...settings } = effect
  const given = Object.entries(settings).filter(([, value]) => value !== undefined && value !== null)
  const said = given.map(([name, value]) => `${name} ${typeof value === 'object' ? JSON.stringify(value) : value}`)
  return [...said, ...(delay === null ? [] : [`delay ${JSON.stringify(delay)}`])].join(', ')
}

/** `once`, `skips 2`, `10 % of them` */
export function limitWords({ skip, times, chance, for: length, from, priority }: ListedFault): string {
  return [
    ...(times === null ? [] : [times === 1 ? 'once' : `${times} times`]),
    ...(skip === 0 ? [] : [`after ${skip} matches`]),
    ...(chance === 1 ? [] : [`with a chance of ${chance}`]),
    ...(from === '+0s' ? [] : [`from ${from}`]),
    ...(length === null ? [] : [`for ${length}`]),
    ...(priority === 0 ? [] : [`priority ${priority}`]),
  ].join(', ')
}
