/** The host of the real service, where orders are real. */
export const PRODUCTION_HOST = 'api.ticketevolution.com'

/** The hosts of the real service, for clients that have one of them built in and come through a proxy. */
export const CANONICAL_HOSTS: readonly string[] = [PRODUCTION_HOST, 'api.sandbox.ticketevolution.com']

/**
 * Every host that a correct client may have signed, likeliest first: the `Host` header with and without its port, both
 * also with a scheme in front, and the canonical hosts (without a scheme, as they are not called over plain http).
 */
export function acceptedHosts(host: string | undefined, canonicalHosts: readonly string[]): string[] {
  return [...new Set(likelyHosts(host, canonicalHosts))]
}

/** The same hosts, made one by one on demand, because nearly every client signs the first. Some may come twice. */
export function* likelyHosts(host: string | undefined, canonicalHosts: readonly string[]): Generator<string> {
  if (!host) return yield* canonicalHosts
  yield host
  const bare = withoutPort(host)
  yield bare
  // The PHP client cuts only `https://` off the URL it signs, so over plain http the scheme stays.
  yield `http://${host}`
  yield `http://${bare}`
  yield* canonicalHosts
  yield `https://${host}`
  yield `https://${bare}`
}

/** `localhost:8386` → `localhost`, `[::1]:8386` → `[::1]`. */
function withoutPort(host: string): string {
  return /^(\[[^\]]*\]|[^:]+):\d+$/.exec(host)?.[1] ?? host
}

const LOCAL_NAMES = ['localhost', '127.0.0.1', '[::1]', '::1', '0.0.0.0', 'host.docker.internal']
const USUAL_PORTS = ['', ':8386', ':80', ':443', ':3000', ':8080']
/** What `tevo-local certs` makes a certificate for: where TEvo's API is, and this machine. */
export const SERVED_HOSTS: readonly string[] = [
  ...CANONICAL_HOSTS,
  'api.staging.ticketevolution.com',
  'localhost',
  '127.0.0.1',
  '::1',
]
const OTHER_TEVO_HOSTS = [
  'ticketevolution.com',
  'www.ticketevolution.com',
  'sandbox.ticketevolution.com',
  'api.staging.ticketevolution.com',
  'api.lvh.me:3000',
  'api.lvh.me',
]

/** Hosts that clients sign by mistake: other names of this machine, other hosts of TEvo, misspelt ones. */
export function wrongHosts(host: string | undefined, canonicalHosts: readonly string[]): Set<string> {
  const known = [...canonicalHosts, ...CANONICAL_HOSTS, ...OTHER_TEVO_HOSTS]
  const wrong = new Set(known)
  wrong.add('')
  for (const name of known) {
    wrong.add(`www.${name}`).add(`${name}:443`).add(`${name}:80`).add(`https://${name}`).add(`http://${name}`)
  }
  if (host) {
    const bare = withoutPort(host)
    for (const port of USUAL_PORTS) wrong.add(bare + port)
    wrong.add(`${host}/`).add(`//${host}`).add(`www.${host}`).add(host.toLowerCase()).add(bare.toLowerCase())
  }
  const ports = new Set([host?.slice(withoutPort(host).length) ?? '', ...USUAL_PORTS])
  for (const name of LOCAL_NAMES) {
    for (const port of ports) wrong.add(name + port).add(`http://${name}${port}`)
  }
  for (const accepted of acceptedHosts(host, canonicalHosts)) wrong.delete(accepted)
  return wrong
}
