import type { Child } from 'hono/jsx'
import type { JournalEntry } from '../../../journal/entry.ts'
import { describe } from '../../../journal/show.ts'
import { entryIn } from '../../../routes/control/journal-search.ts'
import { Badge, Status } from '../../components/badge.tsx'
import { Copyable } from '../../components/copyable.tsx'
import { Facts } from '../../components/facts.tsx'
import { Text } from '../../components/text.tsx'
import { When } from '../../components/when.tsx'
import { queryWith } from '../../filled.ts'
import type { Shown, Visit } from '../../page.ts'
import { wordsOf } from '../orders/act.ts'
import { RecordLinks } from './record-links.tsx'
import { repeatOf, verifyOf } from './repeat.ts'
import { Signature } from './signature.tsx'

type Described = ReturnType<typeof describe>

interface EntryProps {
  readonly visit: Visit
  readonly entry: JournalEntry
  readonly shown: Described
}

/** One request whole: what came, what was answered, why, and what it did. */
export function showEntry(visit: Visit): Shown {
  const { sandbox, link, params } = visit
  const entry = entryIn(sandbox.journal, params.id ?? '')
  const shown = describe(entry, sandbox.journal.redact)
  const { method, path, operation } = shown
  return {
    title: `${method} ${path}`,
    body: (
      <>
        <p class="crumbs">
          <a href={link('requests')}>Requests</a> · {entry.id}
          {operation === null ? null : (
            <>
              {' '}
              · <a href={link(`requests${queryWith({ operation })}`)}>{operation}</a>
            </>
          )}
        </p>
        <Outcome visit={visit} entry={entry} shown={shown} />
        {entry.kind === 'request' ? <Signature signature={shown.signature} /> : null}
        <div class="sides two">
          <Message title="Request" headers={shown.request.headers} text={shown.request.body}>
            <p>
              <code class="string">{`${method} ${shown.request.target}`}</code>
            </p>
            {shown.request.body_bytes === undefined ? null : (
              <p class="quiet">
                The body had {shown.request.body_bytes.toLocaleString('en')} bytes; this is its beginning.
              </p>
            )}
          </Message>
          <Message title="Answer" headers={shown.response.headers} text={shown.response.body}>
            <p>{shown.state === 'waiting' ? <Badge word="waiting" /> : <Status status={shown.status} />}</p>
          </Message>
        </div>
        {entry.kind === 'request' ? <Again visit={visit} entry={entry} shown={shown} /> : null}
      </>
    ),
  }
}

function Outcome({ visit, entry, shown }: EntryProps) {
  const { link, read, sandbox } = visit
  const { created, changed, problems, ignored, notes, faults, resend_of } = shown
  const resends = sandbox.journal.entries().filter(({ resendOf }) => resendOf === entry.id)
  const toRequest = (id: string) => <a href={link(`requests/${id}`)}>{id}</a>
  return (
    <div class="panel">
      <Facts
        facts={[
          ['Came', <When at={entry.at} now={read.now} />],
          ['Took', `${shown.duration_ms.toLocaleString('en')} ms`],
          ['By', shown.credential ?? <span class="quiet">nobody known</span>],
          ['State', shown.state === 'done' ? null : <Badge word={shown.state} />],
          ['Sent again', resend_of === undefined ? null : <>by a library itself, in place of {toRequest(resend_of)}</>],
          ['Sent again as', resends.length === 0 ? null : resends.map(({ id }) => <>{toRequest(id)} </>)],
          ['Faults', faults.length === 0 ? null : <List lines={faults.map((fault) => faultLine(visit, fault))} />],
          ['Problems', problems.length === 0 ? null : <List lines={problems.map(problemLine)} />],
          [
            'Nothing reads',
            ignored.length === 0 ? null : <List lines={ignored.map((name) => [<code>{name}</code>])} />,
          ],
          ['Notes', notes.length === 0 ? null : <List lines={notes.map((note) => [note])} />],
          ['Made', created.length === 0 ? null : <RecordLinks visit={visit} records={created} />],
          ['Changed', changed.length === 0 ? null : <RecordLinks visit={visit} records={changed} />],
          [
            'Records',
            shown.committed || shown.state === 'waiting' ? null : <span class="quiet">It changed nothing</span>,
          ],
        ]}
      />
    </div>
  )
}

const List = ({ lines }: { readonly lines: readonly (readonly Child[])[] }) => (
  <ul class="lines">
    {lines.map((line) => (
      <li>{line}</li>
    ))}
  </ul>
)

const faultLine = ({ link }: Visit, { id, phase, effect }: Described['faults'][number]): Child[] => [
  <a href={link(`requests${queryWith({ match: JSON.stringify({ fault: id }) })}`)}>{id}</a>,
  ` ${wordsOf(effect)}`,
  <span class="quiet"> {phase}</span>,
]

const problemLine = ({ path, message }: Described['problems'][number]): Child[] =>
  path === '' ? [message] : [<code>{path}</code>, ` ${message}`]

interface MessageProps {
  readonly title: string
  readonly headers: { readonly [name: string]: string }
  readonly text: string
  readonly children?: Child
}

const Message = ({ title, headers, text, children }: MessageProps) => (
  <section class="side" aria-labelledby={`message-${title}`}>
    <h2 id={`message-${title}`}>{title}</h2>
    {children}
    <h3>Headers</h3>
    <Facts facts={Object.entries(headers)} />
    <h3>Body</h3>
    <Text label={`Body of the ${title.toLowerCase()}`} text={text} />
  </section>
)

/** The request as commands to paste. */
function Again({ visit, entry, shown }: EntryProps) {
  const repeat = repeatOf(visit, entry, shown)
  const verify = verifyOf(visit, entry)
  return (
    <section aria-labelledby="again">
      <h2 id="again">Take it away</h2>
      {typeof repeat === 'string' ? (
        <p class="quiet">It cannot be shown as a curl: {repeat}</p>
      ) : (
        <>
          <Copyable
            id="as-curl"
            title={`Send it again with curl, signed anew as ${repeat.credential}`}
            text={repeat.curl}
          >
            {repeat.gaps === 0 ? null : (
              <p class="quiet">
                What is marked is left out of the journal, and the signature is that of the text with its gaps. Fill
                them in below, where it is signed when it runs; or show requests whole with the setting{' '}
                <code>redact: false</code>.
              </p>
            )}
          </Copyable>
          {repeat.gaps === 0 ? null : (
            <Copyable
              id="as-call"
              title="Send it again with tevo-local, which signs it when it runs"
              text={repeat.call}
            />
          )}
        </>
      )}
      <Copyable id="as-verify" title="Verify that it came, in a test in JavaScript" text={verify.library} />
      <Copyable id="as-verify-curl" title="Verify that it came, in any other language" text={verify.curl} />
    </section>
  )
}
