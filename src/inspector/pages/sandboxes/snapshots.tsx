import { parsed } from '../../../routes/control/problem.ts'
import { SnapshotRequest, snapshotOf, takeSnapshot } from '../../../routes/control/snapshots.ts'
import { ActionButton } from '../../components/action-button.tsx'
import { Empty } from '../../components/empty.tsx'
import { Fields } from '../../components/fields.tsx'
import { Table } from '../../components/table.tsx'
import { When } from '../../components/when.tsx'
import { firstOf } from '../../first.ts'
import type { Done, Visit } from '../../page.ts'
import { fieldsOf, valuesOf, type Written } from '../../schema-form.ts'

/** The moments of a sandbox to come back to. */

const PAGE = 'sandboxes'
const MAX_LISTED = 100

const fields = () => fieldsOf(SnapshotRequest())

export async function take({ context, sandbox }: Visit, form: Written): Promise<Done> {
  const request = parsed(SnapshotRequest(), valuesOf(fields(), form, { empty: 'left out' }))
  const { id } = await takeSnapshot(context, sandbox, request)
  return { to: PAGE, notice: `This moment is kept as the snapshot “${id}”` }
}

export function restore({ sandbox }: Visit, { id }: { readonly id: string }): Done {
  sandbox.restore(snapshotOf(sandbox, id))
  return { to: PAGE, notice: `The sandbox is as it was at the snapshot “${id}”` }
}

export async function deleteSnapshot({ context, sandbox }: Visit, { id }: { readonly id: string }): Promise<Done> {
  await context.registry.deleteSnapshot(sandbox, snapshotOf(sandbox, id))
  return { to: PAGE, notice: `The snapshot “${id}” is deleted` }
}

export function Snapshots({ visit: { sandbox, read, link } }: { readonly visit: Visit }) {
  const { size } = sandbox.snapshots
  return (
    <section aria-labelledby="snapshots">
      <h2 id="snapshots">Snapshots</h2>
      {size === 0 ? (
        <Empty title="No snapshots yet">
          <p>Take one, change what you like, and restore it: records, clock, settings and faults are as they were.</p>
        </Empty>
      ) : (
        <Table
          label="Snapshots"
          headings={['Snapshot', 'Of the time', 'Restore', 'Delete']}
          rows={firstOf(sandbox.snapshots.values(), MAX_LISTED).map(({ id, at }) => [
            <span class="id">{id}</span>,
            <When at={at} now={read.now} />,
            <ActionButton to={link('sandboxes/restore')} text="Restore" fields={{ id }} />,
            <ActionButton to={link('sandboxes/delete_snapshot')} text="Delete" fields={{ id }} tone="danger" />,
          ])}
        />
      )}
      {size <= MAX_LISTED ? null : <p class="quiet">and {(size - MAX_LISTED).toLocaleString('en')} more</p>}
      <form method="post" action={link('sandboxes/snapshots')} class="act row">
        <Fields fields={fields()} words={{ id: 'Left out, it is snap_1, …' }} scope="snapshot" />
        <button type="submit" id="take">
          Take a snapshot
        </button>
      </form>
    </section>
  )
}
