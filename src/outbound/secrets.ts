/** A program that is called may say in its answer what it was given: that is not for the logs. */

/** A shorter one would be found in any text. */
const MIN_SECRET_CHARS = 4
/** A step of a path that is longer may be a secret of its own. */
const MIN_STEP_CHARS = 8

/** A text without what only the caller and the called know: the parts of the URL, and the values of these headers. */
export function withoutSecrets(text: string, url: string, headers: { readonly [name: string]: string } = {}): string {
  return secretsOf(url, headers).reduce((clean, secret) => clean.replaceAll(secret, '***'), text)
}

/** The longest first, so that none is left in part. */
function secretsOf(url: string, headers: { readonly [name: string]: string }): string[] {
  const { username, password, pathname, search, searchParams } = new URL(url)
  const [user, word] = [decoded(username), decoded(password)]
  const steps = pathname.split('/').filter((step) => step.length >= MIN_STEP_CHARS)
  const secrets = [
    `${pathname}${search}`,
    pathname,
    ...steps,
    ...steps.map(decoded),
    search.slice(1),
    ...searchParams.values(),
    ...[username, password, user, word],
    Buffer.from(`${user}:${word}`).toString('base64'),
    ...Object.values(headers),
  ]
  return [...new Set(secrets)]
    .filter((secret) => secret.length >= MIN_SECRET_CHARS)
    .sort((one, other) => other.length - one.length)
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}
