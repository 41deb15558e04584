import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { transform } from 'esbuild'
import { expect, onTestFinished, test } from 'vitest'
import { blocks } from '../docs/blocks.ts'
import { serve } from '../harness.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const run = promisify(execFile)

const importOf = (code: string): string => `data:text/javascript,${encodeURIComponent(code)}`
/** openapi-typescript writes with pieces of the compiler that TypeScript 7 has no more: it gets those of 5. */
const WITH_TYPESCRIPT_5 = importOf(`
import { register } from 'node:module'
register(${JSON.stringify(
  importOf(
    "export const resolve = (name, context, next) => next(name === 'typescript' ? 'typescript-5' : name, context)",
  ),
)}, ${JSON.stringify(new URL('../../package.json', import.meta.url).href)})
`)

test('a client that openapi-typescript generates from openapi.json sells, accepts and delivers: docs/openapi.md', async () => {
  const [program] = blocks.filter(({ page, language }) => page === 'docs/openapi.md' && language === 'ts')
  if (program === undefined) throw new Error('docs/openapi.md shows no program')
  // Where it finds what is installed here.
  const folder = mkdtempSync(join(ROOT, 'node_modules/.openapi-client-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const node = (...args: readonly string[]) => run(process.execPath, args, { cwd: ROOT, timeout: 60_000 })
  const generator = join(ROOT, 'node_modules/openapi-typescript/bin/cli.js')
  await node('--import', WITH_TYPESCRIPT_5, generator, 'openapi.json', '-o', join(folder, 'tevo.d.ts'))

  writeFileSync(join(folder, 'program.ts'), program.text)
  const options = { module: 'nodenext', target: 'es2023', lib: ['es2023', 'dom', 'dom.iterable'], types: ['node'] }
  const compilerOptions = { ...options, strict: true, noUncheckedIndexedAccess: true, noEmit: true, skipLibCheck: true }
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ files: ['program.ts'], compilerOptions }))
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}')
  await node(join(ROOT, 'node_modules/typescript/bin/tsc'), '-p', folder).catch((problem) => {
    throw new Error(`the program does not go with the generated types: ${problem.stdout}`)
  })

  const { code } = await transform(program.text, { loader: 'ts', format: 'esm' })
  writeFileSync(join(folder, 'program.js'), code)
  const server = await serve()
  const { env } = (await server.local('GET', '/sandboxes/default')).body
  const tickets = join(ROOT, 'fixtures/two-tickets.pdf')
  const { stdout } = await run(process.execPath, [join(folder, 'program.js')], {
    env: { ...process.env, ...env, TICKETS: tickets },
    timeout: 30_000,
  })
  expect(stdout.trim()).toBe('completed true')
}, 120_000)
