import type { DEEDS, Deed } from '../../../rules/orders/deeds.ts'
import { possibleDeeds } from '../../../rules/orders/possible-deeds.ts'
import type { Order } from '../../../store/records.ts'
import { REJECTION_REASONS } from '../../../store/words.ts'
import { ActionButton } from '../../components/action-button.tsx'
import type { Visit } from '../../page.ts'
import { wordsOf } from './act.ts'

const UNDOING: readonly string[] = ['reject', 'cancel', 'decline', 'exception', 'return']
/** They tell the other side why. */
const WITH_REASON: readonly string[] = ['reject', 'cancel']
const LEADING: readonly string[] = ['accept', 'approve', 'deliver', 'pend_to_seller']

const PARTIES = ['seller', 'buyer', 'carrier', 'fraud_desk'] as const satisfies readonly (keyof typeof DEEDS)[]

/** A button for every deed that would not be refused now, by who does it. */
export function Deeds({ visit, order }: { readonly visit: Visit; readonly order: Order }) {
  const { read, sandbox, link } = visit
  const possible = possibleDeeds(read, order.id, (work) => sandbox.tryOut(work))
  if (possible.length === 0)
    return (
      <p class="quiet">
        {order.back_order_id === null
          ? 'Nobody can do anything to it now.'
          : 'It follows the order behind it: what its owner does changes both.'}
      </p>
    )
  return (
    <div class="deeds">
      {PARTIES.map((party) => ({ party, deeds: possible.filter((deed) => deed.as === party) })).map(
        ({ party, deeds }) =>
          deeds.length === 0 ? null : (
            <fieldset class="deeds-of">
              <legend class="quiet">as the {wordsOf(party)}</legend>
              {deeds.map((deed) =>
                WITH_REASON.includes(deed.do) ? (
                  <WithReason
                    to={link(`orders/${order.id}/act`)}
                    deed={deed}
                    id={`${deed.as}-${deed.do}-${order.id}`}
                  />
                ) : (
                  <ActionButton
                    to={link(`orders/${order.id}/act`)}
                    text={wordsOf(deed.do)}
                    fields={{ as: deed.as, do: deed.do }}
                    tone={toneOf(deed)}
                  />
                ),
              )}
            </fieldset>
          ),
      )}
    </div>
  )
}

interface WithReasonProps {
  readonly to: string
  readonly deed: Deed
  readonly id: string
}

/** What is told to the other side: why, and a note. It is asked for before it is done. */
const WithReason = ({ to, deed, id }: WithReasonProps) => (
  <details class="deed" id={id}>
    <summary class="danger">{wordsOf(deed.do)}…</summary>
    <form method="post" action={to} class="act">
      <input type="hidden" name="as" value={deed.as} />
      <input type="hidden" name="do" value={deed.do} />
      <label>
        Reason
        <select name="reason">
          {REJECTION_REASONS.map((reason) => (
            <option value={reason} selected={reason === 'Other'}>
              {reason}
            </option>
          ))}
        </select>
      </label>
      <label>
        Notes
        <input type="text" name="notes" autocomplete="off" />
      </label>
      <button type="submit" class="danger">
        {wordsOf(deed.do)}
      </button>
    </form>
  </details>
)

const toneOf = ({ as, do: what }: Deed): 'primary' | 'danger' | undefined =>
  UNDOING.includes(what) ? 'danger' : as !== 'carrier' && LEADING.includes(what) ? 'primary' : undefined
