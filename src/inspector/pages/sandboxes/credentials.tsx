import { shellWord } from '../../../shell-word.ts'
import { curlOf } from '../../../signing/curl.ts'
import { sign } from '../../../signing/sign.ts'
import type { Credential } from '../../../store/records.ts'
import { Badge } from '../../components/badge.tsx'
import { Facts } from '../../components/facts.tsx'
import { firstOf } from '../../first.ts'
import type { Visit } from '../../page.ts'

const MAX_LISTED = 50

/** Any credential may ask for it. */
const TARGET = '/v9/events?per_page=1'

/** The keys, as the control plane gives them, and for each a request that is signed with it. */
export function Credentials({ visit }: { readonly visit: Visit }) {
  const credentials = visit.sandbox.credentials()
  return (
    <section aria-labelledby="credentials">
      <h2 id="credentials">Credentials</h2>
      <ul class="cards wide">
        {firstOf(credentials, MAX_LISTED).map((credential) => (
          <li class="card">
            <h3 class="words">
              {credential.name} <Badge word={credential.type} tone="info" />
            </h3>
            <Facts
              facts={[
                ['X-Token', <code>{credential.token}</code>],
                ['Secret', <code>{credential.secret}</code>],
              ]}
            />
            <details id={`curl-${credential.id}`}>
              <summary>A signed request</summary>
              <pre class="code wrap">{curlWith(visit, credential)}</pre>
            </details>
          </li>
        ))}
      </ul>
      {credentials.length <= MAX_LISTED ? null : (
        <p class="quiet">
          and {credentials.length - MAX_LISTED} more: <a href={visit.link('world/credentials')}>all credentials</a>
        </p>
      )}
    </section>
  )
}

function curlWith({ context, base_url }: Visit, { token, secret }: Credential): string {
  const { certificate } = context.origin
  const trust = certificate === undefined ? [] : ['--cacert', shellWord(certificate.cert)]
  const { signature } = sign({ method: 'GET', url: base_url + TARGET, secret })
  const body = { bytes: new Uint8Array(), source: null }
  return curlOf({ method: 'GET', url: base_url + TARGET, body }, token, signature, trust)
}
