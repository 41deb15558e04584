import { randomBytes } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Block } from './blocks.ts'
import { type Checkout, type Ran, run } from './checkout.ts'

/**
 * The README says port 8386, which may be taken: here, and nowhere else, the two programs that go there are sent to
 * another one. curl keeps the Host, for the README's signatures are made for it.
 */
const elsewhere = (url: string) => `
node() {
  if [ "$1 $2" = 'dist/cli.js call' ]; then shift 2; command node dist/cli.js call --url '${url}' "$@"
  else command node "$@"; fi
}
curl() { command curl --connect-to '127.0.0.1:8386:${new URL(url).host}' "$@"; }
`

/** Pastes blocks into one shell, one after another, and tells what came of each. */
export async function paste(checkout: Checkout, shell: string, url: string, blocks: readonly Block[]): Promise<Ran[]> {
  const mark = randomBytes(8).toString('hex')
  const pasted = blocks.map(({ text }) => `${text}\nprintf '\\n%s %s\\n' ${mark} $?\nprintf '\\n%s\\n' ${mark} >&2\n`)
  const script = join(checkout.directory, `${mark}.sh`)
  await writeFile(script, elsewhere(url) + pasted.join(''))
  const { stdout, stderr, code } = await run(checkout, shell, [script])

  const outputs = stdout.split(new RegExp(`\\n${mark} (\\d+)\\n`))
  const complaints = stderr.split(`\n${mark}\n`)
  const ran = blocks.map((_, nth) => ({
    stdout: outputs[nth * 2] ?? '',
    stderr: complaints[nth] ?? '',
    code: Number(outputs[nth * 2 + 1] ?? Number.NaN),
  }))
  if (ran.length * 2 + 1 !== outputs.length)
    throw new Error(`${shell} ended with ${code} before the last block: ${stderr}`)
  return ran
}
