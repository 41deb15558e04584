import { tableNames } from '../../../store/tables.ts'
import type { Shown, Visit } from '../../page.ts'

/** All tables; those that have records first. */
export function listTables({ read, link, sandbox }: Visit): Shown {
  const counted = tableNames.map((name) => ({ name, count: read.count(name) }))
  const filled = counted.filter(({ count }) => count > 0)
  const empty = counted.filter(({ count }) => count === 0)
  const list = (tables: typeof counted) => (
    <ul class="tables">
      {tables.map(({ name, count }) => (
        <li class="count">
          <a class="id" href={link(`world/${name}`)}>
            {name}
          </a>
          <span class="quiet number">{count.toLocaleString('en')}</span>
        </li>
      ))}
    </ul>
  )
  return {
    title: 'World',
    body: (
      <>
        <p class="lead quiet">
          Every record of the sandbox, as a world file writes it.{' '}
          <a href={`/_local/sandboxes/${sandbox.name}/world`}>Export all of it as a world file</a>
        </p>
        {list(filled)}
        {empty.length === 0 ? null : (
          <section aria-labelledby="empty">
            <h2 id="empty">Empty so far</h2>
            {list(empty)}
          </section>
        )}
      </>
    ),
  }
}
