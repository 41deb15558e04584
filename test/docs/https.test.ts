import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { cp, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import defaultWorld from '../../fixtures/default.json' with { type: 'json' }
import { type Block, blocks } from './blocks.ts'
import { type Checkout, DEADLINE_MS, makeCheckout, type Ran, run } from './checkout.ts'

/**
 * docs/https.md, with its own words, in namespaces where port 443 and /etc/hosts are the test's own: the clients call
 * https://api.ticketevolution.com, and their own libraries look the name up, connect and verify.
 */

const PAGE = 'docs/https.md'
const mine = blocks.filter(({ page, notRun }) => page === PAGE && notRun === null)
const hosts = mine.find(({ language }) => language === 'text')?.text ?? ''
const shell = mine.filter(({ language }) => language === 'sh')
const [making, ...trusting] = shell
const inTests = mine.find(({ language }) => language === 'js')
/** As the page has it, but for `sudo`: in a namespace of one's own everybody may. */
const serving = blocks
  .find(({ page, text }) => page === PAGE && text.startsWith('sudo node'))
  ?.text.replace('sudo ', '')

const HEALTHY = /^\{"status":"ok","version":"/
/** What a client with a fixed host name prints of a good answer. */
const SERVED = /(?:^|\n)200 1\n$/

/** Which program a block needs, and what it prints. */
const expected = (text: string): { needs: readonly string[][]; prints: RegExp } => {
  if (text.includes('client.mjs')) return { needs: [], prints: SERVED }
  if (text.startsWith('curl')) return { needs: [['curl', '--version']], prints: HEALTHY }
  if (text.includes('python3')) return { needs: [['python3', '--version']], prints: SERVED }
  if (text.includes('ruby')) return { needs: [['ruby', '-ropenssl', '-e', '']], prints: SERVED }
  if (text.includes('php'))
    return { needs: [['php', '-r', 'exit(function_exists("curl_init") ? 0 : 1);']], prints: SERVED }
  if (text.includes('keytool'))
    return {
      needs: [
        ['javac', '-version'],
        ['keytool', '-help'],
      ],
      prints: SERVED,
    }
  throw new Error(`no test knows what this prints: ${text}`)
}

const works = ([program = '', ...args]: readonly string[]): boolean =>
  spawnSync(program, args, { stdio: 'ignore' }).status === 0

const NAMESPACES = ['--user', '--map-root-user', '--net', '--mount']
const canSeparate = works(['unshare', ...NAMESPACES, 'ip', 'link', 'set', 'lo', 'up'])

let checkout: Checkout
beforeAll(async () => {
  checkout = await makeCheckout()
}, DEADLINE_MS)
afterAll(() => checkout.remove())

test('it makes certificates and the library speaks HTTPS with them', { timeout: DEADLINE_MS }, async () => {
  const made = await run(checkout, 'sh', ['-c', making?.text ?? ''])
  expect(made, made.stderr).toMatchObject({ code: 0, stdout: expect.stringContaining('--cert tevo-certs/server.pem') })
  await writeFile(join(checkout.directory, 'in-tests.mjs'), inTests?.text ?? '')

  const ran = await run(checkout, process.execPath, ['in-tests.mjs'])

  expect(ran, ran.stderr).toMatchObject({ code: 0, stdout: inTests?.prints })
})

describe.skipIf(!canSeparate)('a client whose host name is fixed reaches it as the page says:', () => {
  const here = trusting.filter(({ text }) => expected(text).needs.every(works))
  let ran: Map<Block, Ran>

  beforeAll(async () => {
    await cp('test/https/clients', checkout.directory, { recursive: true })
    ran = await runAll(here)
  }, DEADLINE_MS)

  test.for(here.map((block): [string, Block] => [block.text.trim(), block]))('%s', ([, block]) => {
    const { code, stdout, stderr } = ran.get(block) ?? { code: null, stdout: '', stderr: 'it was not run' }

    expect(code, stderr).toBe(0)
    expect(stdout).toMatch(expected(block.text).prints)
  })

  test('and without the page nothing trusts it', () => {
    const { code, stderr } = ran.get(UNTRUSTING) ?? { code: null, stderr: '' }

    expect(code).toBe(1)
    expect(stderr).toContain('SELF_SIGNED_CERT_IN_CHAIN')
  })
})

const UNTRUSTING: Block = {
  page: PAGE,
  language: 'sh',
  text: 'node client.mjs\n',
  line: 0,
  prints: null,
  notRun: null,
  runBy: null,
}

/** Runs blocks one after another beside a server on port 443, and one on the port that the page tells curl of. */
async function runAll(given: readonly Block[]): Promise<Map<Block, Ran>> {
  const all = [...given, UNTRUSTING]
  const [{ token, secret } = { token: '', secret: '' }] = defaultWorld.credentials
  const beside = serving?.trim().replace('443', '8443')
  const steps = all.map(
    (_, nth) => `sh -c '. ./${nth}.sh' > ${nth}.out 2> ${nth}.err && echo 0 > ${nth}.code || echo $? > ${nth}.code\n`,
  )
  await writeFile(join(checkout.directory, 'hosts'), `127.0.0.1 localhost\n${hosts}`)
  for (const [nth, { text }] of all.entries()) await writeFile(join(checkout.directory, `${nth}.sh`), `set -e\n${text}`)
  // Whatever fails, the two servers end: nothing waits for their output.
  const script = `set -e
trap 'kill $one $two' EXIT
ip link set lo up
mount --bind hosts /etc/hosts
${serving?.trim()} --quiet & one=$!
${beside} --quiet & two=$!
until node dist/cli.js health --url https://127.0.0.1; do kill -0 $one; done
until node dist/cli.js health --url https://127.0.0.1:8443; do kill -0 $two; done
export TEVO_API_TOKEN='${token}' TEVO_API_SECRET='${secret}'
${steps.join('')}`
  const { code, stderr } = await run(checkout, 'unshare', [...NAMESPACES, 'bash', '-c', script])
  expect(code, stderr).toBe(0)
  const read = (file: string) => readFileSync(join(checkout.directory, file), 'utf8')
  return new Map(
    all.map((block, nth) => [
      block,
      { code: Number(read(`${nth}.code`)), stdout: read(`${nth}.out`), stderr: read(`${nth}.err`) },
    ]),
  )
}
