// @ts-check

/**
 * What the diagrams show; `src/rules/order-states.ts` says what each field means.
 * @typedef {{ readonly call: string, readonly from: string, readonly to: string, readonly by: string }} Transition
 * @typedef {{ readonly back: string, readonly front: string, readonly auto_cancel?: string }} Following
 */

/** In which states orders begin. */
const BEGINNINGS = ['pending', 'open', 'pending_consignment']

/**
 * The state machine of an order, and of the sale in front of one, as Mermaid diagrams.
 * @param {readonly Transition[]} transitions
 * @param {readonly Following[]} followings
 */
export function orderStateDiagrams(transitions, followings) {
  const moves = transitions
    .filter(({ call }) => call !== 'substitute')
    .map(({ call, from, to, by }) => arrow(from, to, `${call} (${by})`))
  const follows = followings.flatMap(({ back, front, auto_cancel }) => [
    arrow('pending', front, `the order behind is ${back}`),
    ...(auto_cancel === undefined ? [] : [arrow('pending', auto_cancel, `${back}, with auto_cancel`)]),
  ])
  const substitutes = transitions
    .filter(({ call }) => call === 'substitute')
    .map(({ call, from, to, by }) => arrow(from, to, `${call} (${by})`))
  return [
    'An order whose seller owns the tickets:',
    diagram([...BEGINNINGS.map((state) => `[*] --> ${state}`), ...moves]),
    'The sale in front of another one follows that one:',
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
