// @ts-check
import { spawn } from 'node:child_process'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { availableParallelism, tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { bundle } from './bundle.js'

/**
 * What a sweep costs beside the runs themselves: 200 runs of a command of 100 ms, four at a time. It is the time in which a
 * place for a run was empty, or a run was being looked at, in percent of the time of the commands.
 */

const RUNS = 200
const JOBS = 4
const EFFECTS = ['lost-answer', 'cut', 'refused', '503', '429']
const ROUNDS = 3

/** Reads so often that there are as many runs, and ends after 100 ms; it does not mind what goes wrong. */
const COMMAND = `
import { createHmac } from 'node:crypto'
import { request } from 'node:http'
const { TEVO_BASE_URL, TEVO_API_TOKEN, TEVO_API_SECRET } = process.env
const target = new URL(TEVO_BASE_URL).host + '/v9/companies?'
const signature = createHmac('sha256', TEVO_API_SECRET).update('GET ' + target).digest('base64')
const headers = { 'X-Token': TEVO_API_TOKEN, 'X-Signature': signature }
const read = () => new Promise((resolve) => {
  const done = () => resolve(undefined)
  request(TEVO_BASE_URL + '/v9/companies', { headers }, (answer) => answer.resume().once('close', done)).once('error', done).end()
})
for (let nth = 0; nth < ${RUNS / EFFECTS.length}; nth += 1) await read()
await new Promise((resolve) => setTimeout(resolve, 100 - performance.now()))
process.exit(0)
`

const folder = await mkdtemp(join(tmpdir(), 'tevo-local-sweep-'))
try {
  const cli = await install()
  const rounds = []
  for (let nth = 1; nth <= ROUNDS; nth += 1) rounds.push(await overheadOf(cli))
  const [, median] = rounds.sort((one, other) => one - other)
  console.log(
    `${RUNS} runs, ${JOBS} at a time, on ${availableParallelism()} cores: ${median} % beside the runs (${rounds.join(', ')})`,
  )
} finally {
  await rm(folder, { recursive: true, force: true })
}

async function install() {
  const { files } = await bundle(['src/cli.ts'])
  files.set('command.mjs', COMMAND).set('package.json', '{"type":"module"}')
  for (const [file, text] of files) {
    await mkdir(dirname(join(folder, file)), { recursive: true })
    await writeFile(join(folder, file), text)
  }
  return join(folder, 'cli.js')
}

/** In percent, with one decimal. @param {string} cli */
async function overheadOf(cli) {
  const json = join(folder, 'sweep.json')
  const flags = ['--quiet', '--jobs', `${JOBS}`, '--effects', EFFECTS.join(','), '--json', json]
  await run([cli, 'sweep', ...flags, '--', process.execPath, 'command.mjs'])
  /** @type {{ duration_ms: number, baseline: { duration_ms: number }, runs: { duration_ms: number }[] }} */
  const { duration_ms, baseline, runs } = JSON.parse(await readFile(json, 'utf8'))
  if (runs.length !== RUNS) throw new Error(`there were ${runs.length} runs`)
  const ofRuns_ms = runs.reduce((sum, each) => sum + each.duration_ms, 0)
  return Math.round((((duration_ms - baseline.duration_ms) * JOBS) / ofRuns_ms - 1) * 1_000) / 10
}

/** @param {string[]} args @returns {Promise<void>} */
function run(args) {
  const child = spawn(process.execPath, args, { cwd: folder, stdio: 'ignore' })
  return new Promise((resolve, reject) => child.once('error', reject).once('close', () => resolve()))
}
