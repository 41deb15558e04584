/** Moments of the sandbox's clock: as they are, and how far from now. */

const STEPS = [
  { unit: 'd', ms: 86_400_000 },
  { unit: 'h', ms: 3_600_000 },
  { unit: 'min', ms: 60_000 },
  { unit: 's', ms: 1_000 },
] as const

/** `3 min ago`, `in 2 h`, `now` */
function relative(at: number, now: number): string {
  const away_ms = Math.abs(at - now)
  const step = STEPS.find(({ ms }) => away_ms >= ms)
  if (step === undefined) return 'now'
  const count = `${Math.floor(away_ms / step.ms).toLocaleString('en')} ${step.unit}`
  return at < now ? `${count} ago` : `in ${count}`
}

interface WhenProps {
  /** Epoch milliseconds. */
  readonly at: number
  /** With it, how far away that is stands beside. */
  readonly now?: number
}

export function When({ at, now }: WhenProps) {
  const iso = new Date(at).toISOString()
  return (
    <span class="when">
      <time datetime={iso} title={iso}>
        {iso.slice(0, 19).replace('T', ' ')}
      </time>
      {now === undefined ? null : <span class="ago">{relative(at, now)}</span>}
    </span>
  )
}
