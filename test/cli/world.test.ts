import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { checkWorld } from '../../src/store/world-schema.ts'
import { type Ended, run, serve, temporaryDirectory, useCli } from './cli.ts'

const cli = useCli()

const tevoLocal = (...args: readonly string[]): Promise<Ended> => run(process.execPath, [cli(), ...args])
const world = (...args: readonly string[]): Promise<Ended> => tevoLocal('world', ...args)

const FIRST_MADE_UP_GROUP = 52_600_001

test('world new: a world of fifty events on stdout, without any flag', async () => {
  const { code, stdout, stderr } = await world('new')

  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  const made = checkWorld(JSON.parse(stdout))
  expect(made.events).toHaveLength(50)
})

test('the same seed makes the same bytes, and another seed another world', async () => {
  const [first, again, other] = await Promise.all([
    world('new', '--events', '30', '--seed', '7'),
    world('new', '--seed', '7', '--events=30'),
    world('new', '--events', '30', '--seed', '8'),
  ])

  expect(first.code).toBe(0)
  expect(again.stdout === first.stdout).toBe(true)
  expect(other.stdout === first.stdout).toBe(false)
})

test('--out writes to a file what stdout would get, and says what it wrote', async () => {
  const file = join(temporaryDirectory(), 'world.json')
  const [printed, written] = await Promise.all([
    world('new', '--events', '12', '--seed', '3'),
    world('new', '--events', '12', '--seed', '3', '--out', file),
  ])

  expect(readFileSync(file, 'utf8') === printed.stdout).toBe(true)
  expect(written).toMatchObject({ code: 0, stderr: '' })
  expect(written.stdout.replaceAll(file, 'FILE')).toMatch(
    /^FILE: 12 events, 6 venues and \d+ ticket groups; serve it with tevo-local --world FILE\n$/,
  )
})

test('ten thousand events are made within a minute, and fit together', { timeout: 60_000 }, async () => {
  const file = join(temporaryDirectory(), 'world.json')
  const { code, stderr } = await world('new', '--events', '10000', '--out', file)

  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  expect(checkWorld(JSON.parse(readFileSync(file, 'utf8'))).events).toHaveLength(10_000)
})

test('a file that is there stays as it is without --force', async () => {
  const file = join(temporaryDirectory(), 'world.json')
  writeFileSync(file, 'mine')

  expect(await world('new', '--out', file)).toEqual({
    code: 2,
    stdout: '',
    stderr: `tevo-local: ${file} is there already; overwrite it with --force, or give another --out FILE\n`,
  })
  expect(readFileSync(file, 'utf8')).toBe('mine')

  expect(await world('new', '--out', file, '--force')).toMatchObject({ code: 0 })
  expect(checkWorld(JSON.parse(readFileSync(file, 'utf8'))).events).toHaveLength(50)
})

test('whoever reads only the beginning is no problem', async () => {
  const command = `'${process.execPath}' '${cli()}' world new --events 5000 | head -c 1; echo " \${PIPESTATUS[0]}"`

  expect(await run('bash', ['-c', command])).toEqual({ code: 0, stdout: '{ 0\n', stderr: '' })
})

test('a server that starts from it sells its tickets to its clients', async () => {
  const file = join(temporaryDirectory(), 'world.json')
  await world('new', '--events', '20', '--seed', '7', '--out', file)
  const { url } = await serve(cli(), ['--world', file])
  const call = (as: string, ...args: readonly string[]) =>
    tevoLocal('call', ...args, '--as', as, '--world', file, '--url', url)

  const { ticket_groups = [], clients = [] } = checkWorld(JSON.parse(readFileSync(file, 'utf8')))
  const group = ticket_groups.find(
    ({ id, office_id, format, quantity }) =>
      id >= FIRST_MADE_UP_GROUP && office_id === 1700 && format === 'Eticket' && Number(quantity) >= 4,
  )
  const client = clients.find(({ id, office_id }) => id < 168_188 && id > 120_000 && office_id === 1691)
  const items = [{ ticket_group_id: group?.id, quantity: 2, price: Number(group?.retail_price_cents) / 100 }]
  const order = {
    seller_id: 1691,
    client_id: client?.id,
    shipped_items: [{ type: 'Eticket', email_address_id: client?.primary_email_address_id, items }],
    payments: [{ type: 'credit_card', credit_card_id: client?.primary_credit_card_id }],
  }
  const sold = await call('website', 'POST', '/v9/orders', '-d', JSON.stringify({ orders: [order] }))
  expect(sold.code, sold.stdout).toBe(0)

  const polled = await call('processor', 'GET', '/v9/orders?state=pending&type=Order')
  const [sale] = JSON.parse(sold.stdout).orders
  expect(JSON.parse(polled.stdout).orders.map(({ id }: { id: string }) => Number(id))).toEqual(
    sale.child_orders.map(Number),
  )
})

describe('what cannot be done is said in one line, and nothing is written', () => {
  const cases: [args: string[], message: string | RegExp][] = [
    [[], /^world makes one when it is told to; such as: tevo-local world new --events 50/],
    [['--events', '5'], /^world makes one when it is told to; such as: /],
    [['nwe'], '"nwe" is nothing that world can do; it can make a new one: did you mean new?'],
    [['delete'], /^"delete" is nothing that world can do; it can make a new one: such as: tevo-local world new /],
    [['new', '50'], /^"50" belongs to no flag; such as: tevo-local world new /],
    [['new', '--events', '0'], '--events 0 is not a number of events: give a whole number from 1 to 10000'],
    [['new', '--events', '10001'], '--events 10001 is not a number of events: give a whole number from 1 to 10000'],
    [['new', '--events', 'many'], '--events many is not a number of events: give a whole number from 1 to 10000'],
    [['new', '--events', '1e3'], '--events 1e3 is not a number of events: give a whole number from 1 to 10000'],
    [['new', '--events', ''], '--events  is not a number of events: give a whole number from 1 to 10000'],
    [['new', '--seed=-1'], '--seed -1 is not a seed: give a whole number from 0 to 4294967295'],
    [['new', '--seed', '4294967296'], '--seed 4294967296 is not a seed: give a whole number from 0 to 4294967295'],
    [['new', '--seed', 'world.json'], '--seed world.json is not a seed: give a whole number from 0 to 4294967295'],
    [['new', '--event', '5'], '--event is not known here; did you mean --events?'],
    [['new', '--out', ''], '--out is empty; give the path of a file, or leave it out'],
    [['new', '--force'], '--force overwrites a file; say which with --out FILE'],
    [['new', '--out', 'none/world.json'], /^none\/world\.json cannot be written: ENOENT; give --out a file in a dir/],
    [['new', '--out', 'directory'], /^directory is there already; /],
    [['new', '--out', 'directory', '--force'], /^directory cannot be written: EISDIR; /],
  ]

  test.concurrent.for(cases)('%j', async ([args, message], { onTestFinished }) => {
    const cwd = temporaryDirectory(onTestFinished)
    mkdirSync(join(cwd, 'directory'))
    const { code, stdout, stderr } = await run(process.execPath, [cli(), 'world', ...args], { cwd })

    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toMatch(/^tevo-local: [^\n]+\n$/)
    const said = stderr.slice('tevo-local: '.length, -1)
    if (typeof message === 'string') expect(said).toBe(message)
    else expect(said).toMatch(message)
    expect(existsSync(join(cwd, 'world.json'))).toBe(false)
  })
})
