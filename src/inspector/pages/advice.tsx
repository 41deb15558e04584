import * as z from 'zod'
import { advise } from '../../journal/advice.ts'
import { once } from '../../once.ts'
import { Empty } from '../components/empty.tsx'
import { type Page, type Shown, type Visit, view } from '../page.ts'

const Nothing = once(() => z.strictObject({}))

/** It names the newest requests of each. */
const MAX_NAMED = 20

/** What the client did that will hurt in production. */
export const advicePage: Page = {
  name: 'advice',
  title: 'Advice',
  views: [view({ path: '', live: ['request'], query: Nothing, show: showAdvice })],
}

function showAdvice({ sandbox, link }: Visit): Shown {
  const { journal } = sandbox
  const pieces = advise(journal)
  return {
    title: 'Advice',
    body: (
      <>
        <p class="lead quiet">What your program did that will hurt in production, with the requests that show it.</p>
        {journal.dropped === 0 ? null : (
          <p class="notice refused">
            The journal has dropped {journal.dropped.toLocaleString('en')} older requests, which were not looked at: the
            setting journal_entries keeps more.
          </p>
        )}
        {pieces.length === 0 ? (
          <Empty title={journal.made === 0 ? 'No requests yet' : 'Nothing to say against it'}>
            <p>
              {journal.made === 0
                ? 'Let your program call this sandbox: what it does unwisely stands here then.'
                : 'None of the requests in the journal is of a kind that hurts in production.'}
            </p>
          </Empty>
        ) : (
          <ul class="advice">
            {pieces.map(({ id, title, instead, source, requests, ...more }) => (
              <li class="card" id={id}>
                <h2>{title}</h2>
                {'detail' in more ? <p class="words">{more.detail}</p> : null}
                <p>
                  <strong>Instead:</strong> {instead}
                </p>
                <p class="quiet">
                  {requests.length.toLocaleString('en')} requests:{' '}
                  {requests.slice(-MAX_NAMED).map((request) => (
                    <>
                      <a href={link(`requests/${request}`)}>{request}</a>{' '}
                    </>
                  ))}
                  {requests.length > MAX_NAMED ? '(the newest)' : null}
                </p>
                {source === null ? null : (
                  <p>
                    <a href={source} rel="noreferrer">
                      What TEvo says of it
                    </a>
                  </p>
                )}
              </li>
            ))}
          </ul>
        )}
      </>
    ),
  }
}
