import { dueStep } from './autopilot/due-step.ts'
import { planSteps } from './autopilot/plan.ts'
import { brokerLoad, dueBrokerCall } from './outbound/broker-calls.ts'
import { Courier } from './outbound/courier.ts'
import { letGoOfOpenHolds } from './outbound/open-holds.ts'
import { outsideOf } from './outbound/outside.ts'
import { DUE_SOURCES } from './rules/due.ts'
import type { Wiring } from './sandbox/sandbox.ts'
import { deliveryLoad, dueDelivery } from './webhooks/delivery.ts'
import { fillOutbox } from './webhooks/outbox.ts'

/** What every sandbox of a server does by itself: what falls due, what a write causes, what is sent to others. */
export const wiringOf = ({ isOutboundAllowed }: { readonly isOutboundAllowed: boolean }): Wiring => ({
  dueSources: [...DUE_SOURCES, dueStep, dueDelivery, dueBrokerCall],
  causes: (tx, before) => {
    planSteps(tx, before)
    fillOutbox(tx, before)
  },
  outsideOf: (sandbox) => outsideOf(sandbox, isOutboundAllowed),
  beside: (sandbox) => {
    const loads = [deliveryLoad(sandbox, isOutboundAllowed), brokerLoad(sandbox, isOutboundAllowed)]
    // The courier is told first of another life, and then of what is to be sent in it.
    const parts = [new Courier(sandbox, loads), letGoOfOpenHolds(sandbox, isOutboundAllowed)]
    return {
      close: () => {
        for (const part of parts) part.close()
      },
    }
  },
})
