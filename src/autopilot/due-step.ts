import type { DueTask } from '../rules/due-task.ts'
import type { Job } from '../rules/job.ts'
import { deedJob } from '../rules/orders/deeds.ts'
import { unprocessable } from '../rules/refusal.ts'
import type { AutopilotStep } from '../store/records.ts'
import type { Reader } from '../store/state.ts'
import type { Transaction } from '../store/transaction.ts'
import { isCalledFor, stepOf } from './casts.ts'

/** The step of a cast that is to be done first. It is done as `act` does it, at its own time. */
export function dueStep(read: Reader): DueTask | undefined {
  const step = read.lowest('autopilot_steps', 'by_due_at')
  if (step === undefined) return undefined
  const { prepare, run } = jobOf(step)
  return {
    key: `autopilot_steps/${step.id}`,
    at: step.due_at,
    prepare,
    run: (tx, settings, prepared) => {
      tx.delete('autopilot_steps', step.id)
      run(tx, settings, prepared)
    },
    refused: (tx, _, refusal) => giveUp(tx, step.id, refusal.message),
    parked: (tx, problem) => giveUp(tx, step.id, problem),
  }
}

function jobOf({ order_id, cast, deed: name }: AutopilotStep): Job<unknown> {
  const step = stepOf(cast, name)
  if (step === undefined) return refusing(`The cast ${cast} does no "${name}"`)
  const { prepare, run } = deedJob(order_id, step.deed)
  // Somebody else may have done it: a parcel that is on its way is not picked up again.
  const isLeft = (read: Reader) => isCalledFor(read, order_id, step)
  return {
    prepare: prepare && (async (preparing) => (isLeft(preparing.read) ? prepare(preparing) : undefined)),
    run: (tx, settings, prepared) => (isLeft(tx) ? run(tx, settings, prepared) : undefined),
  }
}

const refusing = (problem: string): Job<never> => ({
  run: () => {
    throw unprocessable(problem)
  },
})

/** It is kept, so that it can be seen. It may be gone: while it was prepared, somebody else may have done it. */
function giveUp(tx: Transaction, id: number, problem: string): void {
  const step = tx.get('autopilot_steps', id)
  if (step !== undefined) tx.put('autopilot_steps', { ...step, problem })
}
