// @ts-check

/**
 * Runs promises of a check one after another and prints what is kept; the process fails when one is not.
 * @param {Record<string, () => void | Promise<void>>} checks
 */
export async function reportAll(checks) {
  for (const [promise, check] of Object.entries(checks)) await report(promise, check)
}

/**
 * @param {string} promise
 * @param {() => void | Promise<void>} check
 */
async function report(promise, check) {
  try {
    await check()
    console.log(`ok      ${promise}`)
  } catch (error) {
    // A failed command may have printed its reason on either of its outputs: tsc and Jest do.
    const { message, stdout = '', stderr = '' } = /** @type {Error & { stdout?: string, stderr?: string }} */ (error)
    console.log(`not ok  ${promise}\n${`${stdout}${stderr}`.trim() || message}`)
    process.exitCode = 1
  }
}
