import { planAddition, planDelivery, planFinal, planRemoval } from './marketplace-etickets.ts'
import type { Intent } from './marketplace-intents.ts'
import type { Market } from './marketplace-model.ts'
import {
  planAccept,
  planCancel,
  planComplete,
  planEndOfPayment,
  planJudgement,
  planPayment,
  planPend,
  planRefund,
  planReject,
  planReturn,
} from './marketplace-moves.ts'
import type { Plan } from './marketplace-plan.ts'
import { planOutside, planPurchase, planSale, planSubstitution, planV10 } from './marketplace-sales.ts'
import {
  planDeletion,
  planHold,
  planHoldChange,
  planLook,
  planLookAtTickets,
  planPrice,
  planRelease,
  planTime,
  planWaste,
} from './marketplace-stock.ts'

/** The call that an intent comes to now. */
export function planOf(market: Market, intent: Intent): Plan {
  switch (intent.kind) {
    case 'look':
      return planLook(market, intent)
    case 'look at tickets':
      return planLookAtTickets(market, intent)
    case 'sell':
      return planSale(market, intent)
    case 'buy for stock':
      return planPurchase(market, intent)
    case 'buy outside':
      return planOutside(market, intent)
    case 'sell through v10':
      return planV10(market, intent)
    case 'substitute':
      return planSubstitution(market, intent)
    case 'accept':
      return planAccept(market, intent)
    case 'reject':
      return planReject(market, intent)
    case 'cancel':
      return planCancel(market, intent)
    case 'return':
      return planReturn(market, intent)
    case 'complete':
      return planComplete(market, intent)
    case 'pend to seller':
      return planPend(market, intent)
    case 'judge':
      return planJudgement(market, intent)
    case 'pay':
      return planPayment(market, intent)
    case 'apply payment':
    case 'cancel payment':
      return planEndOfPayment(market, intent)
    case 'refund payment':
      return planRefund(market, intent)
    case 'hold':
      return planHold(market, intent)
    case 'change hold':
      return planHoldChange(market, intent)
    case 'release hold':
      return planRelease(market, intent)
    case 'pass time':
      return planTime(market, intent)
    case 'waste':
      return planWaste(market, intent)
    case 'delete tickets':
      return planDeletion(market, intent)
    case 'change price':
      return planPrice(market, intent)
    case 'add etickets':
      return planAddition(market, intent)
    case 'finalize etickets':
      return planFinal(market, intent)
    case 'remove etickets':
      return planRemoval(market, intent)
    case 'deliver etickets':
      return planDelivery(market, intent)
  }
}
