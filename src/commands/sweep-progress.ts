import type { SweepProgress, SweepReport, SweepRunReport } from '../public/sweep.ts'
import { several } from '../shorten.ts'
import { isBad } from '../sweep/report.ts'

/** What a person sees while a sweep runs, on stderr: on a terminal a line that changes, elsewhere a line for each find. */
export function progressOn(stream: NodeJS.WriteStream) {
  let bad = 0
  const show = (text: string): void => {
    if (stream.isTTY) stream.write(`\r\u001b[2K${text}`)
  }
  const line = (text: string): void => {
    show('')
    stream.write(`${text}\n`)
  }
  return {
    baseline: ({ requests, webhooks, differs }: SweepReport['baseline'], planned: number): void => {
      line(
        `Without a fault: ${several(requests, 'request')} and ${several(webhooks, 'webhook')}. To be tried: ${several(planned, 'run')}.`,
      )
      for (const what of differs) line(`Not the same in each run is ${what}.`)
    },
    run: (run: SweepRunReport, { done, planned, left_ms }: SweepProgress): void => {
      if (isBad(run)) {
        bad += 1
        line(`${run.class}: ${run.id}`)
      }
      const left = done === planned ? '' : `, about ${Math.ceil(left_ms / 1_000)} s left`
      show(`${done} of ${planned} runs, ${bad} bad${left}`)
    },
    end: (): void => show(''),
  }
}
