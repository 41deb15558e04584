import { callTo } from '../rules/orders/integration-calls.ts'
import { letGoOfAll, openHolds } from '../rules/outbound-calls.ts'
import type { Sandbox } from '../sandbox/sandbox.ts'
import type { OutboundCall } from '../store/records.ts'
import { Reader, type State } from '../store/state.ts'
import { serviceOf } from './broker-calls.ts'
import { callBroker, openEntry } from './outside.ts'

/**
 * Lets go of the holds that no order will use: at a start, those of a process that ended between a hold and its order; after
 * a restore, those that it brought back; at a reset, a restore or another world, those of the world that is gone.
 */
export function letGoOfOpenHolds(sandbox: Sandbox, isOutboundAllowed: boolean): { close(): void } {
  const letGo = (isLeft?: (id: number) => boolean): void => {
    try {
      if (openHolds(sandbox.peek()).length > 0) sandbox.write((tx) => letGoOfAll(tx, isLeft))
    } catch (problem) {
      sandbox.journal.recordFailure({ key: 'outbound_calls', at: sandbox.now(), problem })
    }
  }
  letGo()
  const forget = sandbox.onShown(({ replaces }, before) => {
    if (replaces === undefined) return
    if (before.tables.outbound_calls.records.size + replaces.tables.outbound_calls.records.size === 0) return
    releaseAtOnce(sandbox, before, isOutboundAllowed)
    // Not within the commit that is being shown.
    queueMicrotask(() => letGo())
  })
  // What was held for orders that could not be kept. Others may ask for holds before that can be written down.
  const left = new Set<number>()
  const forgetKeeping = sandbox.onKeeping({
    wentBack: () => {
      for (const { id } of openHolds(sandbox.peek())) left.add(id)
    },
    wentOn: () => {
      if (left.size > 0) letGo((id) => left.has(id))
      left.clear()
    },
  })
  return {
    close: () => {
      forget()
      forgetKeeping()
    },
  }
}

/** The world that would know of them is gone, so they are told of once, and not again. */
function releaseAtOnce(sandbox: Sandbox, before: State, isOutboundAllowed: boolean): void {
  const read = new Reader(before.tables, sandbox.now())
  for (const call of unreleased(read)) {
    const service = serviceOf(read, call)
    if (service === undefined) continue
    const release = callTo(service, { ...call, kind: 'release', request: {} })
    // In the journal of the world that is gone: a reset forgets it, and ids start again as ever.
    const entry = openEntry(sandbox, release)
    setImmediate(() => void callBroker(sandbox, release, { isOutboundAllowed, entry }))
  }
}

/** What the broker keeps for a world that is gone. A hold under way is released by the preparation that waits for it. */
function unreleased(read: Reader): OutboundCall[] {
  const toSend = (['ready', 'waiting'] as const).flatMap((state) => read.list('outbound_calls', 'by_state', state))
  // Also where the order was made, and its broker has not taken the invoice.
  return [...read.list('outbound_calls', 'by_state', 'held'), ...toSend]
}
