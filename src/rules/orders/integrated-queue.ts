import type { DueSource, DueTask } from '../due-task.ts'
import { defineJob } from '../job.ts'
import { type Holds, prepareHolds, release, useHolds } from './integration-holds.ts'
import { hasServices } from './integrations.ts'
import { dueQueuedOrder, failQueued, makeQueued } from './queue.ts'

/** The queued order that is to be made first. Where brokers have services, it waits for what they hold. */
export const dueIntegratedOrder: DueSource = (read) => {
  const task = dueQueuedOrder(read)
  if (task === undefined || !hasServices(read)) return task
  const { id } = task
  let made: Holds = []
  const job = defineJob<void, Holds>({
    prepare: async (preparing) => {
      made = await prepareHolds(preparing, (tx) => makeQueued(tx, tx.sandbox.settings, id))
      return made
    },
    run: (tx, settings, holds) => useHolds(tx, makeQueued(tx, settings, id), holds),
    refused: (tx, _, refusal, holds) => {
      release(tx, holds)
      failQueued(tx, id, refusal.message)
    },
  })
  const parked: DueTask['parked'] = (tx, problem) => {
    release(tx, made)
    task.parked(tx, problem)
  }
  return { ...task, ...job, parked }
}
