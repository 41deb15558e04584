import type { Client } from '../../../store/records.ts'
import { Empty } from '../../components/empty.tsx'
import { NothingFound } from '../../components/nothing-found.tsx'
import { Pager } from '../../components/pager.tsx'
import { SearchForm } from '../../components/search-form.tsx'
import { Table } from '../../components/table.tsx'
import { When } from '../../components/when.tsx'
import { pageOf } from '../../found.ts'
import type { Shown, Visit } from '../../page.ts'

const PER_PAGE = 25

interface Asked {
  readonly find?: string | undefined
  readonly before?: number | undefined
}

export function listClients(visit: Visit, { find = '', before }: Asked): Shown {
  const { read, link } = visit
  const wanted = find.trim().toLowerCase()
  const emailsOf = ({ id }: Client) => read.list('email_addresses', 'by_client', id).map(({ address }) => address)
  const isMeant = (client: Client) =>
    wanted === '' ||
    String(client.id) === wanted ||
    [client.name, ...emailsOf(client)].some((text) => text.toLowerCase().includes(wanted))
  const { rows, next } = pageOf(read.all('clients', before), PER_PAGE, isMeant)
  const total = read.count('clients')
  return {
    title: 'Clients',
    body: (
      <>
        <SearchForm to={link('clients')} label="Id, or part of a name or email address" value={find} />
        {rows.length > 0 ? (
          <Table
            label="Clients"
            headings={['Client', 'Name', 'Company', 'Email', '#Orders', 'Made']}
            rows={rows.map((client) => [
              <a class="id" href={link(`clients/${client.id}`)}>
                {client.id}
              </a>,
              <span class="words">{client.name}</span>,
              <span class="words">
                {client.company_id === null ? '' : read.must('companies', client.company_id).name}
              </span>,
              <span class="words">{emailsOf(client)[0] ?? ''}</span>,
              read.count('orders', 'by_buyer', `Client:${client.id}`),
              <When at={client.created_at} now={read.now} />,
            ])}
          />
        ) : total > 0 ? (
          <NothingFound what="clients" total={total} all={link('clients')} goesOn={next !== null} />
        ) : (
          <Empty title="No clients yet">
            <p>
              Make one with <code>POST /v9/clients</code>: it appears here by itself.
            </p>
          </Empty>
        )}
        <Pager address={link('clients')} asked={{ find }} from={before} next={next} />
      </>
    ),
  }
}
