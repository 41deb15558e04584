/** What a shell says of a program that a signal ended. */
const STOPPED = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const

interface Stopping {
  readonly signal: AbortSignal
  /** The exit code of the signal that came; null: none has come. */
  readonly code: () => number | null
  /** Listens no more. */
  readonly end: () => void
}

/** For what takes long: the first signal asks it to stop in good order, the second one ends it at once. */
export function abortAtSignals(): Stopping {
  const stopped = new AbortController()
  let code: number | null = null
  const listeners = Object.entries(STOPPED).map(([signal, exitCode]) => {
    const listener = (): void => {
      if (code !== null) process.exit(exitCode)
      code = exitCode
      stopped.abort()
    }
    process.on(signal, listener)
    return () => process.off(signal, listener)
  })
  return {
    signal: stopped.signal,
    code: () => code,
    end: () => {
      for (const forget of listeners) forget()
    },
  }
}
