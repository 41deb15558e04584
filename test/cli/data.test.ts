import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { sign } from '../../src/signing/sign.ts'
import { send } from '../harness.ts'
import { type Announcement, serve, temporaryDirectory, useCli, within } from './cli.ts'

const cli = useCli()

function call({ url, credentials }: Announcement, method: string, target: string, body?: object) {
  const { token = '', secret = '' } = credentials.website ?? {}
  const text = body === undefined ? '' : JSON.stringify(body)
  const { signature } = sign({ method, url: url + target, body: text, secret })
  return send(url, method, target, { 'X-Token': token, 'X-Signature': signature }, Buffer.from(text))
}

const makeCompany = (server: Announcement, name: string) =>
  call(server, 'POST', '/v9/companies', { companies: [{ name }] })

const companyNames = async (server: Announcement): Promise<string[]> =>
  (await call(server, 'GET', '/v9/companies')).body.companies.map(({ name }: { name: string }) => name)

async function kill(server: Awaited<ReturnType<typeof serve>>): Promise<void> {
  server.child.kill('SIGKILL')
  await within('the end after SIGKILL', server.ended)
}

test('what was answered is there after kill -9, and ids go on', async () => {
  const data = join(temporaryDirectory(), 'data.json')
  const first = await serve(cli(), ['--data', data])
  const made = await makeCompany(first, 'The Leftorium')
  await kill(first)

  const second = await serve(cli(), ['--data', data])
  const next = await makeCompany(second, 'Kwik-E-Mart')

  expect([made.status, next.status]).toEqual([201, 201])
  expect(await companyNames(second)).toEqual(['Kwik-E-Mart', 'The Leftorium'])
  expect(Number(next.body.companies[0].id)).toBe(Number(made.body.companies[0].id) + 1)
})

test('so it is for every one of many at once', async () => {
  const data = join(temporaryDirectory(), 'data.json')
  const first = await serve(cli(), ['--data', data])
  const names = Array.from({ length: 40 }, (_, nth) => `Company ${nth}`)
  const answers = await Promise.all(names.map((name) => makeCompany(first, name)))
  await kill(first)

  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]))
  const second = await serve(cli(), ['--data', data])
  expect((await companyNames(second)).sort()).toEqual(names.sort())
})

test('a stop in good order keeps it as well, and leaves nothing beside the file', async () => {
  const directory = temporaryDirectory()
  const first = await serve(cli(), ['--data', join(directory, 'data.json')])
  await makeCompany(first, 'The Leftorium')
  first.child.kill('SIGTERM')

  expect(await within('the end', first.ended)).toBe(0)
  expect(readdirSync(directory)).toEqual(['data.json'])
  expect(JSON.parse(readFileSync(join(directory, 'data.json'), 'utf8')).companies).toEqual([
    expect.objectContaining({ name: 'The Leftorium' }),
  ])
})

test('--seed counts only as long as there is no data', async () => {
  const directory = temporaryDirectory()
  const [data, seed] = [join(directory, 'data.json'), join(directory, 'seed.json')]
  const world = { next_ids: { company: 500 }, ...JSON.parse(readFileSync('fixtures/default.json', 'utf8')) }
  writeFileSync(seed, JSON.stringify({ ...world, next_ids: { ...world.next_ids, company: 500 } }))
  const first = await serve(cli(), ['--data', data, '--seed', seed])
  const made = await makeCompany(first, 'The Leftorium')
  await kill(first)
  writeFileSync(seed, 'no longer read')

  const second = await serve(cli(), ['--data', data, '--seed', seed])

  expect(made.body.companies[0].id).toBe('500')
  expect(await companyNames(second)).toEqual(['The Leftorium'])
})

test('a reset goes back to the seed, and so do new sandboxes; what was kept before is kept no more', async () => {
  const directory = temporaryDirectory()
  const [data, seed] = [join(directory, 'data.json'), join(directory, 'seed.json')]
  const world = JSON.parse(readFileSync('fixtures/default.json', 'utf8'))
  writeFileSync(seed, JSON.stringify({ ...world, next_ids: { ...world.next_ids, company: 500 } }))
  const first = await serve(cli(), ['--data', data, '--seed', seed])
  await makeCompany(first, 'The Leftorium')
  await kill(first)
  const second = await serve(cli(), ['--data', data, '--seed', seed])
  const { credentials } = (await send(second.url, 'POST', '/_local/sandboxes', {})).body
  expect(await companyNames({ ...second, credentials })).toEqual([])

  await send(second.url, 'POST', '/_local/sandboxes/default/reset', {})

  expect(await companyNames(second)).toEqual([])
  expect((await makeCompany(second, 'Kwik-E-Mart')).body.companies[0].id).toBe('500')
  await kill(second)
  expect(await companyNames(await serve(cli(), ['--data', data]))).toEqual(['Kwik-E-Mart'])
})

test('what cannot be written is not acknowledged, and is kept as soon as it can be', async () => {
  const directory = join(temporaryDirectory(), 'kept')
  mkdirSync(directory)
  const data = join(directory, 'data.json')
  const first = await serve(cli(), ['--data', data])
  renameSync(directory, `${directory}-elsewhere`)
  const refused = await makeCompany(first, 'The Leftorium')
  const shown = await call(first, 'GET', '/v9/companies')
  renameSync(`${directory}-elsewhere`, directory)
  const kept = await makeCompany(first, 'Kwik-E-Mart')
  await kill(first)

  expect([refused.status, shown.status, kept.status]).toEqual([500, 500, 201])
  const second = await serve(cli(), ['--data', data])
  expect(await companyNames(second)).toEqual(['Kwik-E-Mart', 'The Leftorium'])
})

test('what cannot be written when it stops is said, with exit code 2', async () => {
  const directory = join(temporaryDirectory(), 'kept')
  mkdirSync(directory)
  const server = await serve(cli(), ['--data', join(directory, 'data.json')])
  renameSync(directory, `${directory}-elsewhere`)
  await makeCompany(server, 'The Leftorium')
  server.child.kill('SIGTERM')

  expect(await within('the end', server.ended)).toBe(2)
  expect(server.stderr()).toMatch(/^tevo-local: \S+data\.json cannot be written: ENOENT; .*\n$/)
})
