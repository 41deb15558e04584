import type { Address, Client } from '../../../store/records.ts'
import type { Reader } from '../../../store/state.ts'
import { Badge } from '../../components/badge.tsx'
import { Empty } from '../../components/empty.tsx'
import { Facts } from '../../components/facts.tsx'
import { money } from '../../components/money.ts'
import { Table } from '../../components/table.tsx'
import { When } from '../../components/when.tsx'
import { firstOf } from '../../first.ts'
import type { Shown, Visit } from '../../page.ts'
import { recordAt } from '../../record-at.ts'

const MAX_LISTED = 50

/** A client, with all that is known of it, and its orders. */
export function showClient(visit: Visit): Shown {
  const { read, link } = visit
  const client = recordAt(visit, 'clients')
  const { id, account, office_id, company_id, tags, notes, created_at } = client
  return {
    title: client.name,
    body: (
      <>
        <p class="crumbs">
          <a href={link('clients')}>All clients</a>
        </p>
        <Facts
          facts={[
            ['Client', id],
            ['Of', account],
            ['Office', office_id === null ? null : read.must('offices', office_id).name],
            ['Company', company_id === null ? null : read.must('companies', company_id).name],
            ['Tags', tags.length === 0 ? null : tags.join(', ')],
            ['Notes', notes],
            ['Made', <When at={created_at} now={read.now} />],
            ['Record', <a href={link(`world/clients/${id}`)}>clients/{id}</a>],
          ]}
        />
        <Reached read={read} client={client} />
        <Orders visit={visit} client={client} />
      </>
    ),
  }
}

/** Where it is reached, and what it pays with. */
function Reached({ read, client }: { readonly read: Reader; readonly client: Client }) {
  const { id } = client
  const rows = [
    ...read
      .list('email_addresses', 'by_client', id)
      .map((each) => ['Email', each, each.address, client.primary_email_address_id] as const),
    ...read
      .list('phone_numbers', 'by_client', id)
      .map(
        (each) =>
          ['Phone', each, `${each.country_code ?? ''} ${each.number}`.trim(), client.primary_phone_number_id] as const,
      ),
    ...read
      .list('addresses', 'by_client', id)
      .map((each) => ['Address', each, placeOf(each), client.primary_address_id] as const),
    ...read
      .list('credit_cards', 'by_client', id)
      .map((each) => ['Card', each, `ends in ${each.last_digits}`, client.primary_credit_card_id] as const),
  ]
  return rows.length === 0 ? null : (
    <section aria-labelledby="reached">
      <h2 id="reached">Addresses and cards</h2>
      <Table
        label="Addresses and cards"
        headings={['What', 'Id', 'It is', 'Label']}
        rows={rows.map(([what, each, text, primary]) => [
          what,
          <span class="id">{each.id}</span>,
          <span class="words">{text}</span>,
          <span class="words">
            {each.label} {each.id === primary ? <Badge word="primary" tone="info" /> : null}
          </span>,
        ])}
      />
    </section>
  )
}

const placeOf = ({
  name,
  company,
  street_address,
  extended_address,
  locality,
  region,
  postal_code,
  country_code,
}: Address) =>
  [name, company, street_address, extended_address, locality, region, postal_code, country_code]
    .filter((part) => part !== null && part !== '')
    .join(', ')

function Orders({ visit: { read, link }, client }: { readonly visit: Visit; readonly client: Client }) {
  const key = `Client:${client.id}`
  const orders = firstOf(read.find('orders', 'by_buyer', key), MAX_LISTED)
  const more = read.count('orders', 'by_buyer', key) - orders.length
  return (
    <section aria-labelledby="orders">
      <h2 id="orders">Orders</h2>
      {orders.length === 0 ? (
        <Empty title="This client has not bought anything">
          <p>
            Place an order with <code>"client_id": {client.id}</code> by <code>POST /v9/orders</code>.
          </p>
        </Empty>
      ) : (
        <Table
          label="Orders"
          headings={['Order', 'State', '#Total', 'Placed']}
          rows={orders.map((order) => [
            <a class="id" href={link(`orders/${order.id}`)}>
              {order.id}
            </a>,
            <Badge word={order.seller_state} />,
            money(order.total_cents),
            <When at={order.created_at} now={read.now} />,
          ])}
        />
      )}
      {more <= 0 ? null : <p class="quiet">and {more.toLocaleString('en')} older ones</p>}
    </section>
  )
}
