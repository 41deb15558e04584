import { chmodSync, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { until } from '../deadline.ts'
import { run, serve, temporaryDirectory, useCli } from './cli.ts'

const cli = useCli()

/** A folder for what is compiled, and what runs the program with it. */
function useCache() {
  const folder = temporaryDirectory()
  const files = (): string[] => {
    const own = join(folder, 'tevo-local')
    return existsSync(own) ? readdirSync(own).map((name) => join(own, name)) : []
  }
  const help = (env: Record<string, string> = {}) =>
    run(process.execPath, [cli(), 'sign', '--help'], { env: { NODE_COMPILE_CACHE: folder, ...env } })
  return { folder, files, help }
}

/** A file that was written anew is another one. */
const identityOf = (file: string) => statSync(file).ino

describe('what was compiled for one start', () => {
  test('is kept in one file of the user alone, and serves the next start as it is', async () => {
    const { files, help } = useCache()

    const first = await help()
    const [file = ''] = files()
    const before = identityOf(file)
    const second = await help()

    expect(first.code).toBe(0)
    expect(second).toEqual(first)
    expect(files()).toEqual([file])
    expect(statSync(file).mode & 0o077).toBe(0)
    expect(identityOf(file)).toBe(before)
  })

  test('grows by what another command needs, and a server that is ended keeps what it started with', async () => {
    const { folder, files, help } = useCache()
    await help()
    const small = statSync(files()[0] ?? '').size

    for (const _ of ['first', 'second']) {
      const server = await serve(cli(), [], { env: { NODE_COMPILE_CACHE: folder } })
      server.child.kill('SIGTERM')
      expect(await server.ended).toBe(0)
    }
    const [file = ''] = files()
    const before = identityOf(file)
    await help()

    expect(statSync(file).size).toBeGreaterThan(small + 300_000)
    expect(identityOf(file)).toBe(before)
  })

  test('is kept of a server that is killed, too', async () => {
    const { folder, files } = useCache()
    const server = await serve(cli(), [], { env: { NODE_COMPILE_CACHE: folder } })
    const isKept = (file: string) => (statSync(file, { throwIfNoEntry: false })?.size ?? 0) > 300_000
    await until('what was compiled is kept', () => files().some(isKept))
    server.child.kill('SIGKILL')
    await server.ended
    expect(files().filter(isKept)).toHaveLength(1)
  })

  test.for([
    { what: 'is torn', damage: (bytes: Buffer) => bytes.subarray(0, bytes.length / 2) },
    {
      what: 'has another byte',
      damage: (bytes: Buffer) => bytes.fill(bytes[bytes.length - 9] === 0 ? 1 : 0, bytes.length - 9),
    },
    { what: 'is empty', damage: () => Buffer.alloc(0) },
  ])('is made again when the file $what', async ({ damage }) => {
    const { files, help } = useCache()
    const whole = await help()
    const [file = ''] = files()
    const bytes = readFileSync(file)
    writeFileSync(file, damage(Buffer.from(bytes)))

    expect(await help()).toEqual(whole)

    expect(readFileSync(file).length).toBeGreaterThan(bytes.length * 0.9)
    expect(statSync(file).mode & 0o077).toBe(0)
  })

  test('is not believed when others could have written it', async () => {
    const { files, help } = useCache()
    await help()
    const [file = ''] = files()
    chmodSync(file, 0o666)
    const before = identityOf(file)

    expect((await help()).code).toBe(0)

    expect(identityOf(file)).not.toBe(before)
    expect(statSync(file).mode & 0o077).toBe(0)
  })

  test('is not kept where the user does not want it, nor where it cannot be', async () => {
    const { folder, files, help } = useCache()

    expect((await help({ NODE_DISABLE_COMPILE_CACHE: '1' })).code).toBe(0)
    expect(files()).toEqual([])

    const file = join(folder, 'a-file')
    writeFileSync(file, '')
    expect(await help({ NODE_COMPILE_CACHE: file })).toMatchObject({ code: 0, stderr: '' })
    expect(files()).toEqual([])
  })
})
