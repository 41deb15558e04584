// @ts-check

/** @param {number} value */
export const milliseconds = (value) => `${value.toFixed(0)} ms`

/** @param {number} value */
export const tenths = (value) => `${value.toFixed(1)} ms`

/** @param {number} value */
export const fractionOfMillisecond = (value) => `${value.toFixed(3)} ms`

/** @param {number} value  in milliseconds */
export const microseconds = (value) => `${(value * 1_000).toFixed(0)} µs`

/** @param {number} value */
export const megabytes = (value) => `${(value / 1e6).toFixed(0)} MB`

/** @param {number} value */
export const perSecond = (value) => `${Math.round(value).toLocaleString('en')}/s`

/** @param {number} value */
export const count = (value) => value.toLocaleString('en')
