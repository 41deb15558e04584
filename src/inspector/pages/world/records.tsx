import { shownRecord, tableNamed } from '../../../routes/control/records.ts'
import type { TableName } from '../../../store/tables.ts'
import { Empty } from '../../components/empty.tsx'
import { NothingFound } from '../../components/nothing-found.tsx'
import { Pager } from '../../components/pager.tsx'
import { SearchForm } from '../../components/search-form.tsx'
import { Table } from '../../components/table.tsx'
import { pageOf } from '../../found.ts'
import type { Shown, Visit } from '../../page.ts'

const PER_PAGE = 50
/** Of a record, in its line. */
const MAX_CHARS = 220

interface Asked {
  readonly find?: string | undefined
  readonly before?: number | undefined
}

/** The records of one table, newest first, of those that have a text in them. */
export function listRecords({ read, link, params }: Visit, { find = '', before }: Asked): Shown {
  const table = tableNamed(params.table ?? '')
  const wanted = find.trim().toLowerCase()
  const isMeant = (record: object) => wanted === '' || lineOf(table, record).toLowerCase().includes(wanted)
  const { rows, next } = pageOf<{ readonly id: number }>(read.all(table, before), PER_PAGE, isMeant)
  const total = read.count(table)
  const here = `world/${table}`
  return {
    title: table,
    body: (
      <>
        <p class="crumbs">
          <a href={link('world')}>All tables</a>, {total.toLocaleString('en')} records here
        </p>
        <SearchForm to={link(here)} label="Any text in a record" value={find} />
        {rows.length > 0 ? (
          <Table
            label={`Records of ${table}`}
            headings={['Record', 'What it holds']}
            rows={rows.map((record) => [
              <a class="id" href={link(`${here}/${record.id}`)}>
                {record.id}
              </a>,
              <span class="code words">{cut(lineOf(table, record))}</span>,
            ])}
          />
        ) : total > 0 ? (
          <NothingFound what="records" total={total} all={link(here)} goesOn={next !== null} />
        ) : (
          <Empty title={`No records of ${table} yet`}>
            <p>
              A call that makes one puts it here; so does <code>PUT …/records/{table}/1</code> on the control plane.
            </p>
          </Empty>
        )}
        <Pager address={link(here)} asked={{ find }} from={before} next={next} />
      </>
    ),
  }
}

/** Without its id, and without what it leaves open. */
const lineOf = (table: TableName, record: object): string =>
  Object.entries(shownRecord(table, record))
    .filter(([name, value]) => name !== 'id' && value !== null && value !== '')
    .map(([name, value]) => `${name} ${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(' · ')

const cut = (text: string): string => (text.length <= MAX_CHARS ? text : `${text.slice(0, MAX_CHARS)}…`)
