export interface Patience {
  /** Of wall time. */
  readonly within_ms: number
  /** Aborted when nobody waits any more: the client has gone, say. */
  readonly givenUp: AbortSignal
}

/**
 * Waits until a listener has found it. `listen` gives back what ends the listening; `otherwise` is what came of it when the
 * time is over, or nobody waits any more.
 */
export function waitFor<Found>(
  listen: (end: (found: Found) => void) => () => void,
  otherwise: () => Found,
  { within_ms, givenUp }: Patience,
): Promise<Found> {
  if (givenUp.aborted) return Promise.resolve(otherwise())
  return new Promise((resolve) => {
    const end = (found: Found) => {
      forget()
      clearTimeout(deadline)
      givenUp.removeEventListener('abort', giveUp)
      resolve(found)
    }
    const giveUp = () => end(otherwise())
    const forget = listen(end)
    const deadline = setTimeout(giveUp, within_ms)
    givenUp.addEventListener('abort', giveUp)
  })
}
