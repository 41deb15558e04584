import type { Phase } from '../../src/faults/effect.ts'
import type { Sight } from './clients.ts'

/** What a client sees of an effect that meets a request which would be answered with 201. */
export interface Row {
  /** Beside the type. */
  readonly settings?: object
  readonly sight: Sight
  /** The status that comes, null for none, or one for some of the phases; the operation's own where it is left out. */
  readonly status?: number | null | { readonly [phase: string]: number | null }
}

export const ROWS: { readonly [type: string]: readonly Row[] } = {
  status: [
    { settings: { status: 503, body: { error: 'Down' } }, sight: 'answer', status: 503 },
    { settings: { refusal: 'rate_limited', connection: 'close' }, sight: 'answer', status: 429 },
    {
      settings: { status: 502, body: '<html>Bad Gateway</html>', content_type: 'text/html', headers: { Via: 'a' } },
      sight: 'not JSON',
      status: 502,
    },
  ],
  reset: [{ sight: 'reset', status: null }],
  close: [{ sight: 'closed', status: null }],
  'cut-request': [{ sight: 'reset', status: null }],
  'head-only': [{ sight: 'cut short', status: { 'before-auth': 200, 'before-handler': 200 } }],
  stall: [{ settings: { max_ms: 30 }, sight: 'closed', status: null }],
  none: [{ sight: 'answer' }, { settings: { connection: 'close' }, sight: 'answer' }],
  truncate: [{ sight: 'cut short' }, { settings: { end: 'reset' }, sight: 'cut short by a reset' }],
  malformed: [{ sight: 'not JSON' }],
  'bad-chunk': [{ sight: 'bad chunk' }],
  garbage: [{ sight: 'not HTTP', status: null }],
  'slow-body': [{ settings: { chunks: 3, over_ms: 30 }, sight: 'answer' }],
  domain: [{ settings: { name: 'ticket_group_gone' }, sight: 'answer', status: 422 }],
}

/** The status of such a request that nothing meets. */
export const CREATED = 201

export function statusIn(phase: Phase, { status }: Row): number | null {
  const said = typeof status === 'object' && status !== null ? status[phase] : status
  return said === undefined ? CREATED : said
}
