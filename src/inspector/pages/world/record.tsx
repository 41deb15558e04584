import { shownRecord, tableNamed } from '../../../routes/control/records.ts'
import { Json } from '../../components/json.tsx'
import type { Shown, Visit } from '../../page.ts'
import { recordAt } from '../../record-at.ts'

/** One record, as the control plane shows it. */
export function showRecord(visit: Visit): Shown {
  const { link, params } = visit
  const table = tableNamed(params.table ?? '')
  const record = recordAt(visit, table)
  return {
    title: `${table} ${record.id}`,
    body: (
      <>
        <p class="crumbs">
          <a href={link('world')}>All tables</a>, <a href={link(`world/${table}`)}>{table}</a>
        </p>
        <Json value={shownRecord(table, record)} label={`The record ${record.id} of ${table}`} />
      </>
    ),
  }
}
