// @ts-check

/**
 * What is counted; each list is the one that the server itself reads.
 * @typedef {{
 *   readonly operations: readonly ({ readonly emulated: true, readonly fidelity: 'recorded' | 'documented' | 'decided' } | { readonly emulated: false })[],
 *   readonly transitions: readonly unknown[], readonly states: readonly unknown[],
 *   readonly events: readonly unknown[], readonly casts: readonly unknown[],
 *   readonly effects: readonly unknown[], readonly phases: readonly unknown[], readonly presets: object,
 *   readonly mistakes: readonly unknown[], readonly advice: readonly unknown[], readonly invariants: readonly unknown[],
 * }} Counted
 */

/**
 * What is emulated, in figures, for the README.
 * @param {Counted} counted
 */
export function figures({ operations, ...lists }) {
  const emulated = operations.filter((operation) => operation.emulated)
  /** @param {'recorded' | 'documented' | 'decided'} fidelity */
  const known = (fidelity) => emulated.filter((operation) => operation.fidelity === fidelity).length
  const { states, transitions, events, casts, effects, phases, presets, mistakes, advice, invariants } = lists
  return [
    `- **${emulated.length} [operations](docs/reference/operations.md)** of v9 and v10: ${known('recorded')} as recorded from the real service, ${known('documented')} as documented, ${known('decided')} decided here where no source shows them. ${operations.length - emulated.length} more are known and answered as not emulated, with the reason.`,
    `- **${states.length} [order states](docs/reference/order-states.md)** with ${transitions.length} moves, ${events.length} [webhook events](docs/webhooks.md), ${casts.length} [casts](docs/autopilot.md) that play the other side.`,
    `- **${effects.length} [fault effects](docs/faults.md)** in ${phases.length} phases, and ${Object.keys(presets).length} presets.`,
    `- **${mistakes.length} [mistakes of a signature](docs/signatures.md)** told apart, ${advice.length} pieces of [advice](docs/journal.md#advice), ${invariants.length} [invariants](docs/journal.md#what-is-in-the-world-now).`,
  ].join('\n')
}
