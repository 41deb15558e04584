// @ts-check

/**
 * What the diagrams show; `src/rules/orders/states.ts` says what each field means.
 * @typedef {{ readonly call: string, readonly from: string, readonly to: string, readonly by: string }} Transition
 * @typedef {{ readonly back: string, readonly front: string, readonly auto_cancel?: string }} Following
 */

/** The states in which orders begin. */
const BEGINNINGS = ['pending', 'open', 'pending_consignment']

/** States of the order behind that leave the sale in front of it as it was. */
const UNFOLLOWED = /** @type {const} */ ([
  ['open', 'pending'],
  ['pending', 'pending'],
  ['cancel_proposed', 'accepted'],
])

/**
 * The state machine of an order, and of the sale in front of one, as Mermaid diagrams.
 * @param {readonly Transition[]} transitions
 * @param {readonly Following[]} followings
 */
export function orderStateDiagrams(transitions, followings) {
  const moves = transitions
    .filter(({ call }) => call !== 'substitute')
    .map(({ call, from, to, by }) => arrow(from, to, `${call} (${by})`))
  // The state of the sale in front, for each state that the order behind can leave.
  const before = new Map([...followings.map(({ back, front }) => /** @type {const} */ ([back, front])), ...UNFOLLOWED])
  const follows = transitions.flatMap(({ from, to }) => {
    const front = before.get(from)
    const following = followings.find(({ back }) => back === to)
    if (front === undefined || following === undefined) return []
    const { auto_cancel } = following
    return [
      arrow(front, following.front, `the order behind is ${to}`),
      ...(auto_cancel === undefined ? [] : [arrow(front, auto_cancel, `the order behind is ${to}, with auto_cancel`)]),
    ]
  })
  const substitutes = transitions
    .filter(({ call }) => call === 'substitute')
    .map(({ call, from, to, by }) => arrow(from, to, `${call} (${by})`))
  return [
    'An order whose seller owns the tickets:',
    diagram([...BEGINNINGS.map((state) => `[*] --> ${state}`), ...moves]),
    'A sale in front follows the order behind it:',
    diagram(['[*] --> pending', ...new Set(follows), ...substitutes]),
  ].join('\n\n')
}

/**
 * @param {string} from
 * @param {string} to
 * @param {string} label
 */
const arrow = (from, to, label) => `${from} --> ${to}: ${label}`

/** @param {readonly string[]} lines */
const diagram = (lines) => ['```mermaid', 'stateDiagram-v2', ...lines.map((line) => `  ${line}`), '```'].join('\n')
