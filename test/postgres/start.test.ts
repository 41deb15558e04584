import { expect, test } from 'vitest'
import { run, useCli } from '../cli/cli.ts'
import { useCliWithPostgres } from './several.ts'

const bare = useCli()
const withPackage = useCliWithPostgres()

/** Nobody listens there. */
const NOWHERE = 'postgres://tevo:geheim@127.0.0.1:9/tevo'

const start = (cli: string, ...flags: readonly string[]) => run(process.execPath, [cli, '--port', '0', ...flags])

test('without the package "postgres" the program says what to install, and ends with 2', async () => {
  const { code, stderr } = await start(bare(), '--data', NOWHERE)

  expect([code, stderr]).toEqual([
    2,
    'tevo-local: --data postgres://… needs the package "postgres", which is not installed: npm install postgres, beside tevo-local\n',
  ])
})

test('a database that is not there is named, without its password', async () => {
  const { code, stderr } = await start(withPackage(), '--data', NOWHERE)

  expect(code).toBe(2)
  expect(stderr).toContain('--data: the database at 127.0.0.1:9/tevo cannot be used: ')
  expect(stderr).not.toContain('geheim')
})

test('where others can call it, a control token has to be given: each process would make one of its own', async () => {
  const { code, stderr } = await start(bare(), '--data', NOWHERE, '--host', '0.0.0.0')

  expect([code, stderr]).toEqual([
    2,
    'tevo-local: --host 0.0.0.0 with --data postgres://… needs --control-token TOKEN, or TEVO_LOCAL_CONTROL_TOKEN: give all processes the same one, for each would make one of its own\n',
  ])
})

test.each([
  [['--lease', '10'], '--lease 10 is not a lease: give 10s or a number of milliseconds, from a second to ten minutes'],
  [['--lease', 'long'], '--lease long is not a lease: give 10s or a number of milliseconds'],
  [['--public-url', 'here'], '--public-url here is not the address of a server: give one such as http://10.0.0.3:8386'],
])('%j is refused', async (flags, message) => {
  const { code, stderr } = await start(bare(), '--data', NOWHERE, ...flags)

  expect([code, stderr]).toEqual([2, expect.stringContaining(message)])
})
