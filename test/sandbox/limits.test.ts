import { describe, expect, onTestFinished, test } from 'vitest'
import { startServer } from '../../src/index.ts'
import { serve as serveByCli, useCli } from '../cli/cli.ts'
import { expectProblem } from '../control/problem.ts'
import { serve } from '../harness.ts'

const cli = useCli()

const namesOf = (body: { readonly sandboxes: readonly { readonly name: string }[] }) =>
  body.sandboxes.map(({ name }) => name)

describe('a server with limits', () => {
  test('refuses the sandbox that is one too many, makes nothing of it, and takes one when another is gone', async () => {
    const server = await serve({ maxSandboxes: 3 })
    await server.make({ name: 'a' })
    await server.make({ name: 'b' })

    const said =
      /has 3 sandboxes, and may have 3: delete some, give sandboxes a ttl_s, .* --max-sandboxes \(maxSandboxes of startServer\)/
    expectProblem(await server.local('POST', '/sandboxes', { name: 'c' }), 409, said)
    expectProblem(await server.local('POST', '/sandboxes'), 409, said)
    expect(namesOf((await server.local('GET', '/sandboxes')).body)).toEqual(['default', 'a', 'b'])

    await server.local('DELETE', '/sandboxes/a')
    expect((await server.make()).name).toBe('sandbox-1')
  })

  test('counts the snapshots of all sandboxes together, and no longer those that are gone', async () => {
    const server = await serve({ maxSnapshots: 2 })
    const [one, other] = [await server.make(), await server.make()]
    await one.snapshot()
    const theirs = await other.snapshot()

    const said = /has 2 snapshots, and may have 2: .* --max-snapshots/
    for (const sandbox of [one, other, server])
      expectProblem(await sandbox.control('POST', '/snapshots', {}), 409, said)
    // It is there already: that is what is wrong with it.
    expectProblem(await other.control('POST', '/snapshots', { id: theirs }), 409, /already/)

    await other.control('DELETE', `/snapshots/${theirs}`)
    await server.snapshot()
    expectProblem(await server.control('POST', '/snapshots'), 409, said)
    // Those of a deleted sandbox go with it.
    await one.control('DELETE')
    await server.snapshot()
    expectProblem(await server.control('POST', '/snapshots'), 409, said)
  })

  test('is started by flags', async () => {
    const { url, control } = await serveByCli(cli(), ['--max-sandboxes', '1', '--max-snapshots', '0'])
    const made = await fetch(`${url}/_local/sandboxes`, { method: 'POST' })
    expect(made.status).toBe(409)
    expectProblem(await control('POST', '/snapshots'), 409, /has 0 snapshots, and may have 0/)
  })

  test('is started by the library, which refuses in the same words', async () => {
    const tevo = await startServer({ maxSandboxes: 2, maxSnapshots: 1 })
    onTestFinished(() => tevo.stop())
    const sandbox = await tevo.makeSandbox()
    await expect(tevo.makeSandbox()).rejects.toThrow(/has 2 sandboxes, and may have 2/)
    await sandbox.snapshot()
    await expect(sandbox.snapshot()).rejects.toThrow(/has 1 snapshots, and may have 1/)
    await sandbox.delete()
    await expect(sandbox.snapshot()).rejects.toThrow('snapshot(): the sandbox "sandbox-1" was deleted; make another')
    await expect((await tevo.makeSandbox()).snapshot()).resolves.toBe('snap_1')
  })
})

test('DELETE of all sandboxes leaves default as it is, and no token of another one', async () => {
  const server = await serve({ clock_ms: Date.parse('2026-01-01T00:00:00Z') })
  const [one, other] = [await server.make(), await server.make({ name: 'other' })]
  await server.post('/v9/companies', { companies: [{ name: 'The Leftorium' }] })

  const { status, body } = await server.local('DELETE', '/sandboxes')

  expect(status).toBe(200)
  expect(namesOf(body)).toEqual(['default'])
  expect(body).toEqual((await server.local('GET', '/sandboxes')).body)
  for (const { get } of [one, other]) expect((await get('/v9/companies')).status).toBe(401)
  expect((await server.get('/v9/companies')).body.total_entries).toBe(1)
  // Names go on: what was noted down of an old one is not taken for a new one.
  expect((await server.make()).name).toBe('sandbox-2')
})
