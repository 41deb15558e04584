/** What a state means for whoever looks: it went well, it waits for somebody, it failed, it is over. */
export type Tone = 'good' | 'waiting' | 'bad' | 'info' | 'quiet'

const TONES: { readonly [state: string]: Tone } = {
  open: 'info',
  pending: 'waiting',
  pending_consignment: 'waiting',
  pending_substitution: 'waiting',
  accepted: 'info',
  completed: 'good',
  cancel_proposed: 'waiting',
  rejected: 'bad',
  canceled: 'bad',
  canceled_open: 'bad',
  canceled_post_acceptance: 'bad',
  approved: 'good',
  declined: 'bad',
  delivered: 'good',
  captured: 'good',
  authorized: 'info',
  voided: 'quiet',
  given_up: 'bad',
  waiting: 'waiting',
  ready: 'waiting',
  intended: 'waiting',
  held: 'info',
  used: 'good',
  answered: 'good',
  failed: 'bad',
}

/** A word of a closed list, in the colour of what it means; the word itself is there for who sees no colour. */
export const Badge = ({ word, tone }: { readonly word: string; readonly tone?: Tone }) => (
  <span class={`badge ${tone ?? TONES[word] ?? 'quiet'}`}>{word.replaceAll('_', ' ')}</span>
)

/** An HTTP status; null: there was no answer. */
export function Status({ status }: { readonly status: number | null }) {
  if (status === null) return <Badge word="no answer" tone="bad" />
  return <Badge word={String(status)} tone={status < 300 ? 'good' : status < 400 ? 'info' : 'bad'} />
}
