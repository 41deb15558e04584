import fc from 'fast-check'

/**
 * What the examples of every property are drawn from. It is the same in every run, so that a run that fails tells of
 * the change that was made; `npm run explore` draws others.
 */
export const SEED = Number(process.env.TEVO_SEED ?? 1)

/** How many times as many examples as usual: `npm run explore` and CI ask for more. */
export const MORE = Number(process.env.TEVO_MORE ?? 1)

fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: SEED })

export default fc
