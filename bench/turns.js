// @ts-check

/**
 * The sides in the order of this round: who went first goes last in the next one, so that going first helps neither.
 * @template Side
 * @param {readonly Side[]} sides
 * @param {number} round
 */
export const inTurns = (sides, round) => (round % 2 === 0 ? sides : sides.toReversed())
