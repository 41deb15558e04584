import type { JournalEntry } from '../../../journal/entry.ts'
import { summarize } from '../../../journal/show.ts'
import { searchJournal } from '../../../routes/control/journal-search.ts'
import type { Search } from '../../../routes/control/request-match.ts'
import { operations } from '../../../routes/operations.ts'
import { Badge, Status } from '../../components/badge.tsx'
import { Chips } from '../../components/chips.tsx'
import { Choice } from '../../components/choice.tsx'
import { Empty } from '../../components/empty.tsx'
import { Pager } from '../../components/pager.tsx'
import { Table } from '../../components/table.tsx'
import { When } from '../../components/when.tsx'
import { queryWith } from '../../filled.ts'
import type { Shown, Visit } from '../../page.ts'
import { whatCame } from './outcome.ts'

type Asked = ReturnType<ReturnType<typeof Search>['parse']> & { readonly before?: string | undefined }

/** As they are asked for most. */
const USUAL: readonly { readonly text: string; readonly match?: object }[] = [
  { text: 'All' },
  { text: 'Signature refused', match: { signature: 'refused' } },
  { text: 'Changed something', match: { committed: true } },
  { text: 'Changed nothing', match: { committed: false } },
]

/** The journal's list, as the control plane filters it. */
export function listRequests(visit: Visit, asked: Asked): Shown {
  const { sandbox, link } = visit
  const { journal } = sandbox
  const { limit } = asked
  const found = searchJournal(sandbox, { ...asked, limit: limit + 1 })
  const shown = found.slice(0, limit)
  const last = found.length > limit ? shown.at(-1) : undefined
  const query = asIsAsked(asked)
  return {
    title: 'Requests',
    body: (
      <>
        <Chips label="What is asked for most" chips={USUAL.map((usual) => chipOf(visit, usual, query.match))} />
        <Filters visit={visit} asked={query} />
        {shown.length === 0 ? (
          <Nothing visit={visit} isFiltered={Object.keys(query).length > 0} />
        ) : (
          <Table
            label="Requests"
            headings={['Request', 'Call', 'Answer', 'What came of it', 'By', 'When', '#Took']}
            rows={shown.map((entry) => rowOf(visit, entry))}
          />
        )}
        <Pager address={link('requests')} asked={query} from={asked.before} next={last?.id ?? null} />
        {journal.dropped === 0 ? null : (
          <p class="quiet">
            {journal.dropped.toLocaleString('en')} older ones had to make room: the journal keeps the last{' '}
            {journal.keeps.toLocaleString('en')}.
          </p>
        )}
      </>
    ),
  }
}

function rowOf({ link, read, sandbox }: Visit, entry: JournalEntry) {
  const line = summarize(entry, sandbox.journal.redact)
  const outcome = whatCame(line)
  return [
    <a class="id" href={link(`requests/${line.id}`)}>
      {line.id}
    </a>,
    <span class="two-lines">
      <code class="call">{`${line.method} ${line.path}`}</code>
      <span class="quiet">{line.operation ?? (entry.kind === 'request' ? 'not a call of TEvo' : '')}</span>
    </span>,
    line.state === 'waiting' ? <Badge word="waiting" /> : <Status status={line.status} />,
    outcome.length === 0 ? (
      <span class="quiet">changed nothing</span>
    ) : (
      <span class="outcome">
        {outcome.map(({ text, isBad }) => (
          <span class={isBad ? 'bad' : undefined}>{text}</span>
        ))}
      </span>
    ),
    line.credential ?? <span class="quiet">nobody known</span>,
    <When at={entry.at} now={read.now} />,
    `${line.duration_ms.toLocaleString('en')} ms`,
  ]
}

/** What stands in the address, as texts. */
interface InAddress {
  readonly operation?: string | undefined
  readonly method?: string | undefined
  readonly path?: string | undefined
  readonly status?: string | undefined
  readonly credential?: string | undefined
  readonly since?: string | undefined
  readonly limit?: string | undefined
  /** As JSON. */
  readonly match?: string | undefined
}

const DEFAULT_LIMIT = 50

function asIsAsked({ operation, method, path, status, credential, since, limit, match }: Asked): InAddress {
  const given = {
    operation,
    method,
    path,
    status: status === undefined ? undefined : String(status),
    credential,
    since,
    limit: limit === DEFAULT_LIMIT ? undefined : String(limit),
    match: match === undefined ? undefined : JSON.stringify(match),
  }
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined))
}

function chipOf({ link }: Visit, { text, match }: (typeof USUAL)[number], asked: string | undefined) {
  const wanted = match === undefined ? undefined : JSON.stringify(match)
  return { text, href: link(`requests${queryWith({ match: wanted })}`), isChosen: wanted === asked }
}

function Filters({ visit: { link, sandbox }, asked }: { readonly visit: Visit; readonly asked: InAddress }) {
  const names = sandbox.credentials().map(({ name }) => name)
  return (
    <form class="filters" method="get" action={link('requests')}>
      <label>
        Operation
        <input type="search" name="operation" id="operation" list="operations" value={asked.operation} />
      </label>
      <datalist id="operations">
        {operations.map(({ id }) => (
          <option value={id} />
        ))}
      </datalist>
      <label>
        Path
        <input type="search" name="path" id="path" value={asked.path} />
      </label>
      <label class="short">
        Status
        <input type="search" name="status" id="status" inputmode="numeric" value={asked.status} />
      </label>
      <Choice label="Credential" name="credential" none="every credential" words={names} chosen={asked.credential} />
      <label class="wide">
        What else, in JSON, as verify takes it
        <input
          type="search"
          name="match"
          id="match"
          placeholder='{"where":{"/orders/0/seller_id":1691}}'
          value={asked.match}
        />
      </label>
      <button type="submit">Show</button>
    </form>
  )
}

function Nothing({ visit: { link }, isFiltered }: { readonly visit: Visit; readonly isFiltered: boolean }) {
  return isFiltered ? (
    <Empty title="No request of the journal is like this">
      <p>
        <a href={link('requests')}>Show all of them</a>
      </p>
    </Empty>
  ) : (
    <Empty title="No requests yet">
      <p>
        Point your client at this server, or try <code>tevo-local call GET /v9/events</code>: each request appears here
        by itself, and says what came of it and why.
      </p>
    </Empty>
  )
}
