import { printProblem } from './print-problem.ts'

/** What a shell says of a program that a signal ended. */
const EXIT_CODES = { SIGTERM: 143, SIGINT: 130 }

/** Stops in good order at the first signal, and at once at the second. */
export function stopAtSignals(serving: { readonly server?: { stop(): Promise<void> } }): void {
  let isStopping = false
  for (const [signal, exitCode] of Object.entries(EXIT_CODES))
    process.on(signal, () => {
      if (isStopping) process.exit(exitCode)
      isStopping = true
      if (serving.server === undefined) process.exit(0)
      serving.server.stop().then(
        () => process.exit(0),
        (problem) => {
          printProblem(problem)
          process.exit(2)
        },
      )
    })
}
