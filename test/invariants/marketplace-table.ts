/**
 * How orders move, written down from the design ("Parties, and the chain behind an order") and tevo-api.md §5, and from
 * nothing in src: the marketplace moves by this table, and another test compares it with the one that the server has.
 */

export type State =
  | 'open'
  | 'pending'
  | 'pending_consignment'
  | 'pending_substitution'
  | 'accepted'
  | 'rejected'
  | 'completed'
  | 'cancel_proposed'
  | 'canceled'
  | 'canceled_open'
  | 'canceled_post_acceptance'

export type Call =
  | 'accept'
  | 'reject'
  | 'complete'
  | 'cancel'
  | 'return'
  | 'pend_to_seller'
  | 'substitute'
  | 'fraud_approved'
  | 'fraud_declined'

export interface Move {
  readonly call: Call
  readonly from: State
  readonly to: State
  readonly by: 'seller' | 'buyer' | 'either side' | 'the other side' | 'fraud desk'
}

export const MOVES: readonly Move[] = [
  // PHP pend_to_seller; design: approved → pending, declined → canceled_open, the buyer's cancel → canceled_open.
  { from: 'open', call: 'pend_to_seller', to: 'pending', by: 'buyer' },
  { from: 'open', call: 'fraud_approved', to: 'pending', by: 'fraud desk' },
  { from: 'open', call: 'fraud_declined', to: 'canceled_open', by: 'fraud desk' },
  { from: 'open', call: 'cancel', to: 'canceled_open', by: 'buyer' },
  // W:9470105, W:9470108; W:4129639 for consignment.
  { from: 'pending', call: 'accept', to: 'accepted', by: 'seller' },
  { from: 'pending', call: 'reject', to: 'rejected', by: 'seller' },
  { from: 'pending_consignment', call: 'accept', to: 'accepted', by: 'seller' },
  { from: 'pending_consignment', call: 'reject', to: 'rejected', by: 'seller' },
  // W:4751395.
  { from: 'accepted', call: 'complete', to: 'completed', by: 'seller' },
  // W:4129637: it takes effect when both have called.
  { from: 'accepted', call: 'cancel', to: 'cancel_proposed', by: 'either side' },
  { from: 'cancel_proposed', call: 'cancel', to: 'canceled', by: 'the other side' },
  // W:9470111.
  { from: 'accepted', call: 'return', to: 'canceled_post_acceptance', by: 'seller' },
  { from: 'completed', call: 'return', to: 'canceled_post_acceptance', by: 'seller' },
  // W:1524891662: whose sale it is looks for other tickets.
  { from: 'pending_substitution', call: 'substitute', to: 'pending', by: 'seller' },
]

export interface Following {
  readonly back: State
  readonly front: State
  readonly auto_cancel?: State
}

/** Design: "front follows back"; what is not here leaves the front as it is. */
export const FOLLOWINGS: readonly Following[] = [
  { back: 'accepted', front: 'accepted' },
  { back: 'completed', front: 'completed' },
  { back: 'rejected', front: 'pending_substitution', auto_cancel: 'canceled' },
  { back: 'canceled', front: 'pending_substitution', auto_cancel: 'canceled' },
  { back: 'canceled_post_acceptance', front: 'pending_substitution', auto_cancel: 'canceled' },
  { back: 'canceled_open', front: 'canceled' },
]

/** What the sale in front is, by what the order behind it is. */
export function frontBy(back: State, auto_cancel: boolean): State {
  const following = FOLLOWINGS.find((each) => each.back === back)
  if (following !== undefined) return (auto_cancel ? following.auto_cancel : undefined) ?? following.front
  // A proposal to cancel changes nothing in front, and is made of an accepted order.
  return back === 'cancel_proposed' ? 'accepted' : 'pending'
}

const DEAD: readonly State[] = ['rejected', 'canceled', 'canceled_open', 'canceled_post_acceptance']
export const isDead = (state: State): boolean => DEAD.includes(state)

export const STATES: readonly State[] = [
  'open',
  'pending',
  'pending_consignment',
  'pending_substitution',
  'accepted',
  'rejected',
  'completed',
  'cancel_proposed',
  'canceled',
  'canceled_open',
  'canceled_post_acceptance',
]
