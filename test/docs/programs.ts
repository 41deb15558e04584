import { spawnSync } from 'node:child_process'
import { mkdir, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { transform } from 'esbuild'
import type { Block } from './blocks.ts'
import { type Checkout, type Ran, run } from './checkout.ts'

/** How the blocks of a language are run: in a file of its own, by a program that may not be on this machine. */
interface Language {
  readonly file: (text: string) => string
  /** What is written there; the text itself without this. */
  readonly source?: (text: string) => string
  readonly program: string
  readonly args: (file: string, text: string) => readonly string[]
  /** What must end well before it can be run. */
  readonly needs?: readonly string[]
}

const isVitest = (text: string) => text.includes(`from 'vitest'`)
const isPytest = (text: string) => /^def test_/m.test(text)

const javascript: Language = {
  file: (text) => (isVitest(text) ? 'order.test.mjs' : text.includes('require(') ? 'program.cjs' : 'program.mjs'),
  program: process.execPath,
  args: (file, text) => (isVitest(text) ? ['node_modules/vitest/vitest.mjs', 'run', '--root', '.'] : [file]),
}

/** Stand-ins for what a test of PHPUnit and of RSpec needs, for neither may be installed: its steps are run, and what it expects counts. */
const PHPUNIT = (text: string) => `<?php
namespace PHPUnit\\Framework {
  class TestCase { function assertSame($wanted, $given) { if ($wanted !== $given) throw new \\Exception(json_encode([$wanted, $given])); } }
}
namespace {
${text.replace('<?php\n', '')}
foreach (preg_grep('/^test/', get_class_methods('FirstTest')) as $test) { (new FirstTest())->$test(); echo "1 passed\\n"; }
}`
const RSPEC = (text: string) => `
module Steps
  Expectation = Struct.new(:given) { def to(holds) = holds.call(given) || raise("not expected: #{given}") }
  def expect(given) = Expectation.new(given)
  def eq(wanted) = ->(given) { given == wanted }
  def it(_name, &steps) = Object.new.extend(Steps).instance_eval(&steps) && puts('1 passed')
end
module RSpec
  def self.describe(_name, &body) = Object.new.extend(Steps).instance_eval(&body)
end
${text}`

const LANGUAGES: { readonly [language: string]: Language } = {
  js: javascript,
  ts: javascript,
  python: {
    file: (text) => (isPytest(text) ? 'test_first.py' : 'program.py'),
    program: 'python3',
    args: (file, text) => (isPytest(text) ? ['-m', 'pytest', '-q', '-p', 'no:cacheprovider'] : [file]),
    needs: ['-m', 'pytest', '--version'],
  },
  php: {
    file: () => 'program.php',
    source: (text) => (text.includes('PHPUnit') ? PHPUNIT(text) : text),
    program: 'php',
    args: (file) => [file],
    needs: ['--version'],
  },
  ruby: {
    file: () => 'program.rb',
    source: (text) => (text.includes('RSpec') ? RSPEC(text) : text),
    program: 'ruby',
    args: (file) => [file],
    needs: ['--version'],
  },
  java: { file: () => 'Program.java', program: 'java', args: (file) => [file], needs: ['--version'] },
}

/** A test of one of the four runners, which must have run. */
export const isTest = ({ text }: Block): boolean =>
  isVitest(text) || isPytest(text) || text.includes('PHPUnit') || text.includes('RSpec')

export const isProgram = ({ language }: Block): boolean => Object.hasOwn(LANGUAGES, language)

/** Why a block cannot be run on this machine; null if it can. */
export function missingFor({ language }: Block): string | null {
  const { program, needs } = languageOf(language)
  if (needs === undefined || spawnSync(program, needs, { stdio: 'ignore' }).status === 0) return null
  return `"${program} ${needs.join(' ')}" does not work here`
}

/** Runs a block in a folder of its own against the server at a URL: the page says port 8386, which may be taken. */
export async function runProgram(checkout: Checkout, url: string, { page, line, language, text }: Block): Promise<Ran> {
  const { file, source = (plain) => plain, program, args } = languageOf(language)
  const directory = join(checkout.directory, `${page.replaceAll('/', '-')}-${line}`)
  await mkdir(directory)
  await symlink('../node_modules', join(directory, 'node_modules'))
  const plain = language === 'ts' ? (await transform(text, { loader: 'ts', format: 'esm' })).code : text
  await writeFile(join(directory, file(text)), source(plain).replaceAll('http://127.0.0.1:8386', url))
  return run({ directory }, program, args(file(text), text))
}

function languageOf(name: string): Language {
  const language = LANGUAGES[name]
  if (language === undefined) throw new Error(`no test knows how to run ${name}`)
  return language
}
