import { SettingsPatch } from '../../../store/settings-schema.ts'
import { ActionButton } from '../../components/action-button.tsx'
import { Empty } from '../../components/empty.tsx'
import { Fields } from '../../components/fields.tsx'
import { Table } from '../../components/table.tsx'
import { When } from '../../components/when.tsx'
import type { Shown, Visit } from '../../page.ts'
import { fieldsOf } from '../../schema-form.ts'
import { countWaiting, MAX_COUNTED, nextWaiting } from './waiting.ts'

const AMOUNTS = ['1m', '15m', '1h', '1d', '1w'] as const
const MAX_LISTED = 25

export function showClockAndSettings(visit: Visit): Shown {
  const { sandbox, link } = visit
  return {
    title: 'Clock and settings',
    body: (
      <>
        <section class="panel" aria-label="Clock">
          <p class="now">
            <When at={sandbox.now()} /> <span class="quiet">UTC{sandbox.isFrozen ? ', stands still' : ', runs'}</span>
          </p>
          <div class="buttons">
            <span class="quiet">Advance by</span>
            {AMOUNTS.map((by) => (
              <ActionButton to={link('clock/advance')} text={by} fields={{ by }} />
            ))}
            <form method="post" action={link('clock/advance')} class="act inline">
              <label class="quiet" for="by">
                or by
              </label>
              <input id="by" name="by" required placeholder="2h30m" size={8} autocomplete="off" />
              <button type="submit" id="advance">
                Advance
              </button>
            </form>
            {sandbox.isFrozen ? (
              <ActionButton to={link('clock/freeze')} text="Let it run" fields={{ freeze: 'false' }} />
            ) : (
              <ActionButton to={link('clock/freeze')} text="Freeze" fields={{ freeze: 'true' }} />
            )}
          </div>
          <p class="quiet">
            It goes forward only, and what falls due on the way is done in order. A snapshot brings an earlier time
            back: <a href={link('sandboxes')}>Sandboxes</a>.
          </p>
        </section>
        <FallsDue visit={visit} />
        <Settings visit={visit} />
      </>
    ),
  }
}

function FallsDue({ visit: { read, link } }: { readonly visit: Visit }) {
  const waiting = nextWaiting(read, MAX_LISTED)
  const more = countWaiting(read) - waiting.length
  return (
    <section aria-labelledby="due">
      <h2 id="due">What falls due next</h2>
      {waiting.length === 0 ? (
        <Empty title="Nothing waits for the clock">
          <p>A hold of tickets, a queued order, the autopilot and a webhook that is sent again would wait here.</p>
        </Empty>
      ) : (
        <>
          <Table
            label="What falls due next"
            headings={['When', 'What', 'Record']}
            rows={waiting.map(({ at, what, table, id }) => [
              <When at={at} now={read.now} />,
              what,
              <a class="id nowrap" href={link(`world/${table}/${id}`)}>
                {table}/{id}
              </a>,
            ])}
          />
          {more <= 0 ? null : <p class="quiet">and {more >= MAX_COUNTED ? `${MAX_COUNTED} or more` : more} later</p>}
          <div class="buttons">
            <ActionButton to={link('clock/next')} text="Advance to the first of them" tone="primary" />
          </div>
        </>
      )}
    </section>
  )
}

const Settings = ({ visit: { sandbox, link } }: { readonly visit: Visit }) => (
  <section aria-labelledby="settings">
    <h2 id="settings">Settings</h2>
    <form method="post" action={link('clock/settings')} class="act form panel">
      <Fields fields={fieldsOf(SettingsPatch())} values={{ ...sandbox.settings }} />
      <button type="submit" class="primary" id="change-settings">
        Change settings
      </button>
    </form>
  </section>
)
