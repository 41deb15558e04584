import { expect, test } from 'vitest'
import type { Caller } from '../../../src/rules/caller.ts'
import { checkActor, DEAD_STATES, FOLLOWINGS, type OrderCall, transitionOf } from '../../../src/rules/orders/states.ts'
import type { Account, Order } from '../../../src/store/records.ts'
import { ORDER_STATES } from '../../../src/store/words.ts'
import { serve } from '../../harness.ts'
import { buy } from '../../orders/journey.ts'

const CALLS: readonly OrderCall[] = [
  'accept',
  'reject',
  'complete',
  'cancel',
  'return',
  'pend_to_seller',
  'substitute',
  'fraud_approved',
  'fraud_declined',
]
const [SELLER, BUYER, NOBODY]: readonly Account[] = ['brokerage:1', 'brokerage:2', 'brokerage:3']

async function anOrder(): Promise<Order> {
  const server = await serve()
  const id = await buy(server)
  const order = server.reader().must('orders', id)
  return {
    ...order,
    id: 7,
    seller: { ...order.seller, account: SELLER as Account },
    buyer: { ...order.buyer, account: BUYER as Account },
  }
}

/** What comes of work, or the words of its refusal. */
function outcomeOf(work: () => string): string {
  try {
    return work()
  } catch (refusal) {
    return `- ${(refusal as Error).message}`
  }
}

/** The whole table of states, by state, call and party: it is read, and so it is kept. */
test('what each call makes of an order in each state, and who may make it', async () => {
  const order = await anOrder()
  const callerOf = (account: Account | undefined) => ({ account }) as Caller
  const lines: string[] = []
  for (const seller_state of ORDER_STATES) {
    lines.push(seller_state + (DEAD_STATES.has(seller_state) ? ' (dead)' : ''))
    for (const call of CALLS) {
      const to = outcomeOf(() => transitionOf({ ...order, seller_state }, call).to)
      lines.push(`  ${call}: ${to}`)
      if (to.startsWith('-')) continue
      for (const proposer of call === 'cancel' ? ['seller', 'buyer'] : ['']) {
        const proposed = {
          seller_cancellation_reason: proposer === 'seller' ? ('tickets_not_available' as never) : null,
        }
        const parties = { seller: SELLER, buyer: BUYER, 'somebody else': NOBODY }
        for (const [who, account] of Object.entries(parties)) {
          const acts = outcomeOf(() => checkActor(callerOf(account), { ...order, ...proposed, seller_state }, call))
          lines.push(`    ${who}${proposer === '' ? '' : `, proposed by the ${proposer}`}: ${acts}`)
        }
        const own = { ...order, ...proposed, seller_state, buyer: { ...order.buyer, account: SELLER as Account } }
        lines.push(
          `    both in one${proposer === '' ? '' : `, proposed by the ${proposer}`}: ${outcomeOf(() => checkActor(callerOf(SELLER), own, call))}`,
        )
      }
    }
    const following = FOLLOWINGS.find(({ back }) => back === seller_state)
    const { front = 'stays', auto_cancel = front } = following ?? {}
    lines.push(`  the sale in front: ${front}, with auto_cancel: ${auto_cancel}`)
  }
  const inFront = outcomeOf(() => checkActor(callerOf(SELLER), { ...order, back_order_id: 8 }, 'accept'))
  lines.push(`in front of another: ${inFront}`)
  await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot('states.txt')
})
