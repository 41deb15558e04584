import { reproduceCommand } from '../../../routes/control/reproduce.ts'
import { environmentOf } from '../../../routes/control/sandboxes.ts'
import type { Sandbox } from '../../../sandbox/sandbox.ts'
import { Confirm } from '../../components/confirm.tsx'
import { Facts } from '../../components/facts.tsx'
import { Fields } from '../../components/fields.tsx'
import { Pager } from '../../components/pager.tsx'
import { Table } from '../../components/table.tsx'
import { When } from '../../components/when.tsx'
import type { Shown, Visit } from '../../page.ts'
import { forkFields, makeFields } from './change.ts'
import { Credentials } from './credentials.tsx'
import { Snapshots } from './snapshots.tsx'

const PER_PAGE = 50

export const showSandboxes = async (visit: Visit, { skip }: { readonly skip: number }): Promise<Shown> => ({
  title: `Sandbox ${visit.sandbox.name}`,
  body: (
    <>
      <Itself visit={visit} />
      <Snapshots visit={visit} />
      <Credentials visit={visit} />
      <Others visit={visit} names={await visit.names()} skip={skip} />
    </>
  ),
})

interface OfVisit {
  readonly visit: Visit
}

function Itself({ visit: { context, sandbox, base_url, link } }: OfVisit) {
  const isDefault = sandbox === context.sandboxes.defaultSandbox
  return (
    <section class="panel" aria-label="This sandbox">
      <Facts
        facts={[
          ['Control plane', <code>{environmentOf(sandbox, base_url).TEVO_CONTROL_URL}</code>],
          ['Began', <When at={sandbox.began_at} now={sandbox.now()} />],
          ['Random seed', sandbox.seed],
          ['To make it again', <code>{reproduceCommand(context, sandbox, base_url)}</code>],
        ]}
      />
      <div class="buttons">
        <Confirm id="reset" summary="Reset…" to={link('sandboxes/reset')} text="Reset it">
          Records, ids, clock, settings, faults and journal of “{sandbox.name}” are as at its beginning. Snapshots stay.
        </Confirm>
        {isDefault ? null : (
          <Confirm id="delete" summary="Delete…" to={link('sandboxes/delete')} text="Delete it">
            “{sandbox.name}” goes, with its snapshots and its journal; its tokens stop working.
          </Confirm>
        )}
      </div>
    </section>
  )
}

const MAKE_WORDS = {
  name: 'a–z, 0–9 and -. Left out, it is sandbox-1, …',
  seed: 'What everything random begins with.',
  clock: 'A time at which its clock stands still: 2026-01-31T19:00:00Z. Left out, it is real time.',
}

const FORK_WORDS = {
  name: MAKE_WORDS.name,
  from: 'The id of a snapshot. Left out, it goes on from now.',
}

interface OthersProps extends OfVisit {
  readonly names: readonly string[]
  readonly skip: number
}

function Others({ visit: { context, sandbox, link }, names, skip }: OthersProps) {
  const last = skip + PER_PAGE
  return (
    <section aria-labelledby="others">
      <h2 id="others">All sandboxes</h2>
      <Table
        label="All sandboxes"
        headings={['Sandbox', 'Its clock', '#Orders', '#Requests', '#Seed']}
        rows={names
          .slice(skip, last)
          .map((name) => rowOf(name, context.sandboxes.get(name), link('sandboxes', name), name === sandbox.name))}
      />
      <Pager address={link('sandboxes')} from={skip} next={last < names.length ? last : null} by="skip" />
      <div class="two-forms">
        <form method="post" action={link('sandboxes/make')} class="act form panel">
          <h3>Make another one</h3>
          <Fields fields={makeFields()} words={MAKE_WORDS} scope="make" />
          <button type="submit" class="primary" id="make">
            Make a sandbox
          </button>
        </form>
        <form method="post" action={link('sandboxes/fork')} class="act form panel">
          <h3>Fork “{sandbox.name}”</h3>
          <Fields fields={forkFields()} words={FORK_WORDS} scope="fork" />
          <button type="submit" id="fork">
            Fork it
          </button>
        </form>
      </div>
    </section>
  )
}

/** Of one that another process has, its name is known here. */
const rowOf = (name: string, sandbox: Sandbox | undefined, address: string, isCurrent: boolean) => [
  <span>
    <a class="id" href={address}>
      {name}
    </a>{' '}
    {isCurrent ? <span class="quiet">this one</span> : null}
  </span>,
  ...(sandbox === undefined
    ? ['in another process', '', '', '']
    : [
        <When at={sandbox.now()} />,
        sandbox.peek().count('orders').toLocaleString('en'),
        sandbox.journal.made.toLocaleString('en'),
        sandbox.seed,
      ]),
]
