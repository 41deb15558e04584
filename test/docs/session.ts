import { randomBytes } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import type { Block } from './blocks.ts'
import { type Checkout, type Ran, run } from './checkout.ts'

/**
 * The pages say port 8386, which may be taken: here, and nowhere else, the two programs that go there are sent to
 * another one. curl keeps the Host, for the pages' signatures are made for it.
 */
const elsewhere = (url: string, programs: string) => `
PATH='${programs}':"$PATH"
curl() { command curl --connect-to '127.0.0.1:8386:${new URL(url).host}' "$@"; }
`

/** The ports of programs of the reader's own, which may be taken here, too. */
const OTHER_PORTS = /\b(?:3000|8387)\b/g

const freePorts = async (): Promise<ReadonlyMap<string, string>> => {
  const [hook, broker] = await Promise.all([freePort(), freePort()])
  return new Map([
    ['3000', String(hook)],
    ['8387', String(broker)],
  ])
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  return typeof address === 'object' && address !== null ? address.port : 0
}

/** A program and no function of the shell, so that one in the background is ended by its id. */
const nodeFor = (url: string) => `#!/bin/sh
if [ "$1 $2" = 'dist/cli.js call' ]; then shift 2; exec '${process.execPath}' dist/cli.js call --url '${url}' "$@"; fi
exec '${process.execPath}' "$@"
`

/** Pastes blocks into one shell, one after another, and tells what came of each. */
export async function paste(checkout: Checkout, shell: string, url: string, blocks: readonly Block[]): Promise<Ran[]> {
  const mark = randomBytes(8).toString('hex')
  const ports = await freePorts()
  const pasted = blocks.map(
    ({ text }) =>
      `${text.replace(OTHER_PORTS, (port) => ports.get(port) ?? port)}\nprintf '\\n%s %s\\n' ${mark} $?\nprintf '\\n%s\\n' ${mark} >&2\n`,
  )
  const script = join(checkout.directory, `${mark}.sh`)
  const programs = join(checkout.directory, mark)
  await mkdir(programs)
  await writeFile(join(programs, 'node'), nodeFor(url), { mode: 0o755 })
  await writeFile(script, elsewhere(url, programs) + pasted.join(''))
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
