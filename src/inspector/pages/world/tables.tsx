import { tableNames } from '../../../store/tables.ts'
import { Table } from '../../components/table.tsx'
import type { Shown, Visit } from '../../page.ts'

/** All tables; those that have records first. */
export function listTables({ read, link, sandbox }: Visit): Shown {
  const counted = tableNames.map((name) => ({ name, count: read.count(name) }))
  const filled = counted.filter(({ count }) => count > 0)
  const empty = counted.filter(({ count }) => count === 0)
  const linkTo = (name: string) => (
    <a class="id" href={link(`world/${name}`)}>
      {name}
    </a>
  )
  return {
    title: 'World',
    body: (
      <>
        <p class="lead quiet">
          Every record of the sandbox, as a world file writes it.{' '}
          <a href={`/_local/sandboxes/${sandbox.name}/world`}>Export all of it as a world file</a>
        </p>
        <Table
          label="Tables"
          headings={['Table', '#Records']}
          rows={filled.map(({ name, count }) => [linkTo(name), count.toLocaleString('en')])}
        />
        {empty.length === 0 ? null : (
          <section aria-labelledby="empty">
            <h2 id="empty">Empty so far</h2>
            <p class="names">{empty.map(({ name }) => linkTo(name))}</p>
          </section>
        )}
      </>
    ),
  }
}
