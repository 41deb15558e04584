// @ts-check
// Runs the tests of an area for Stryker, in one process that stays: vitest itself would load every module anew for every
// mutant. The tests are declared and run by vitest's own runner, and `expect` is vitest's own.
import { cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { performance } from 'node:perf_hooks'
import { pathToFileURL } from 'node:url'
import { getCurrentTest, getFn, startTests } from '@vitest/runner'
import { getTests } from '@vitest/runner/utils'
import { chai } from 'vitest'
import { mutatedArea } from './areas.js'
import { BUNDLE, DURATIONS, SOURCES } from './places.js'

/**
 * @typedef {import('@vitest/runner').File} File
 * @typedef {import('@vitest/runner').Suite} Suite
 * @typedef {import('@vitest/runner').Test} Test
 * @typedef {{ [id: string]: number }} Counts
 */

/** What the mutated sources read and write: Stryker declares it. */
const stryker = /** @type {any} */ ({})
Object.assign(globalThis, { __stryker__: stryker })

const { isBuiltOnce = false, without = [] } = mutatedArea()

/** What is built once is built again from here on, where it is of the area. */
function beginRun() {
  if (isBuiltOnce) runs += 1
  Object.assign(globalThis, { tevoRun: runs })
}
let runs = 0

/** A test that hangs because of a mutant fails after this long, and this many times its usual time. */
const PATIENCE_MS = 3000
const PATIENCE = 5

/** @param {Test} test */
const idOf = (test) => `${test.file.name}#${test.fullTestName}`

// Vitest's own asks the process in which vitest runs.
chai.util.addMethod(
  chai.Assertion.prototype,
  'toMatchFileSnapshot',
  /** @this {{ _obj: string }} @param {string} file */
  async function toMatchFileSnapshot(file) {
    const kept = readFileSync(resolve(dirname(getCurrentTest()?.file.name ?? ''), file), 'utf8')
    if (this._obj !== kept) throw new Error(`it is not what ${file} says`)
  },
)

class InProcess {
  #bundle = BUNDLE
  #imports = 0
  /** @type {{ [id: string]: number }} */
  #durations = existsSync(DURATIONS) ? JSON.parse(readFileSync(DURATIONS, 'utf8')) : {}
  /** @type {unknown[]} */
  #unhandled = []

  constructor() {
    process.on('uncaughtException', (error) => this.#unhandled.push(error))
    process.on('unhandledRejection', (error) => this.#unhandled.push(error))
  }

  capabilities() {
    return { reloadEnvironment: true }
  }

  async dryRun() {
    await this.#load()
    const files = await this.#run({})
    const tests = files.flatMap(getTests)
    for (const file of files) {
      const collecting = stryker.mutantCoverage?.perTest[file.name]
      if (collecting === undefined) continue
      delete stryker.mutantCoverage.perTest[file.name]
      for (const test of getTests(file)) {
        stryker.mutantCoverage.perTest[idOf(test)] ??= {}
        add(stryker.mutantCoverage.perTest[idOf(test)], collecting)
      }
    }
    this.#durations = Object.fromEntries(tests.map((test) => [idOf(test), test.result?.duration ?? 0]))
    writeFileSync(DURATIONS, JSON.stringify(this.#durations))
    const failed = files.filter((file) => file.result?.state === 'fail' && getTests(file).length === 0)
    if (failed.length > 0) {
      const errorMessage = failed.map((file) => `${file.name}: ${file.result?.errors?.[0]?.stack}`).join('\n')
      return { status: 'error', errorMessage }
    }
    return { status: 'complete', tests: tests.flatMap(resultOf), mutantCoverage: stryker.mutantCoverage }
  }

  /** @param {import('@stryker-mutator/api/test-runner').MutantRunOptions} options */
  async mutantRun({ activeMutant, hitLimit, mutantActivation, reloadEnvironment, testFilter }) {
    stryker.activeMutant = undefined
    stryker.hitLimit = hitLimit
    stryker.hitCount = 0
    beginRun()
    if (reloadEnvironment) this.#renew()
    if (mutantActivation === 'static') stryker.activeMutant = activeMutant.id
    this.#unhandled.length = 0
    try {
      await this.#load()
      stryker.activeMutant = activeMutant.id
      const files = await this.#run({ only: testFilter && new Set(testFilter), bail: true })
      if (hitLimit !== undefined && stryker.hitCount > hitLimit) return { status: 'timeout', reason: 'too many hits' }
      const tests = files.flatMap(getTests).filter(({ result }) => result?.state === 'pass' || result?.state === 'fail')
      const failed = tests.find(({ result }) => result?.state === 'fail')
      const errors = [
        ...(failed?.result?.errors ?? []),
        ...files.flatMap((file) => file.result?.errors ?? []),
        ...this.#unhandled,
      ]
      if (failed === undefined && !files.some(({ result }) => result?.state === 'fail') && errors.length === 0) {
        return { status: 'survived', nrOfTests: tests.length }
      }
      const killedBy = failed ? [idOf(failed)] : []
      return { status: 'killed', killedBy, failureMessage: messageOf(errors[0]), nrOfTests: tests.length }
    } catch (error) {
      // A module that cannot even be loaded.
      return { status: 'killed', killedBy: [], failureMessage: messageOf(error), nrOfTests: 0 }
    } finally {
      stryker.activeMutant = undefined
    }
  }

  /** The next import loads every module again. */
  #renew() {
    if (this.#bundle !== BUNDLE) rmSync(this.#bundle, { recursive: true })
    this.#imports += 1
    this.#bundle = `${BUNDLE}-${process.pid}-${this.#imports}`
    cpSync(BUNDLE, this.#bundle, { recursive: true })
  }

  async #load() {
    await import(pathToFileURL(resolve(this.#bundle, `${SOURCES}.js`)).href)
  }

  /**
   * @param {{ only?: Set<string> | undefined, bail?: boolean }} options
   * @returns {Promise<File[]>}
   */
  async #run({ only, bail = false }) {
    let failed = false
    const names = [...new Set([...(only ?? Object.keys(this.#durations))].map((id) => id.slice(0, id.indexOf('#'))))]
    const chosen = names.length > 0 ? names : testsIn(this.#bundle)
    const cost = (/** @type {string} */ name) => {
      let sum = 0
      for (const [id, duration] of Object.entries(this.#durations)) {
        if (id.startsWith(`${name}#`) && (only?.has(id) ?? true)) sum += duration
      }
      return sum
    }
    const sorted = chosen.map((name) => ({ name, cost: cost(name) })).sort((one, other) => one.cost - other.cost)
    /** @type {File[]} */
    const files = []
    for (const { name } of sorted) {
      if (failed) break
      this.#imports += 1
      const imported = this.#imports
      files.push(
        ...(await startTests([resolve(name)], {
          config: {
            root: process.cwd(),
            setupFiles: [],
            name: undefined,
            passWithNoTests: true,
            testNamePattern: undefined,
            allowOnly: false,
            sequence: { seed: 1, hooks: 'stack', setupFiles: 'list' },
            chaiConfig: undefined,
            maxConcurrency: 1,
            testTimeout: 20_000,
            hookTimeout: 20_000,
            retry: 0,
            includeTaskLocation: false,
            tags: [],
            tagsFilter: undefined,
            strictTags: false,
          },
          importFile: async () => {
            stryker.currentTestId = name
            const file = resolve(this.#bundle, name.replace(/ts$/, 'js'))
            await import(`${pathToFileURL(file).href}?${imported}`)
          },
          onCollected: (collected) => {
            stryker.currentTestId = undefined
            for (const file of collected) skipOthers(only, file)
          },
          onBeforeRunSuite: (suite) => {
            if (failed) suite.mode = 'skip'
          },
          onBeforeRunTask: (test) => {
            if (failed) test.mode = 'skip'
          },
          onBeforeTryTask: (test) => {
            // So that each test is known to cover what is built for it.
            if (!bail) beginRun()
            stryker.currentTestId = idOf(test)
          },
          runTask: (test) =>
            withPatience(test, bail ? PATIENCE_MS + PATIENCE * (this.#durations[idOf(test)] ?? 0) : 60_000),
          onAfterRunTask: (test) => {
            stryker.currentTestId = undefined
            failed ||= bail && (test.result?.state === 'fail' || this.#unhandled.length > 0)
          },
        })),
      )
    }
    return files
  }
}

/** @param {Test} test @param {number} ms */
async function withPatience(test, ms) {
  const started = performance.now()
  let timer
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${test.name}: no end after ${performance.now() - started} ms`)), ms)
  })
  try {
    await Promise.race([getFn(test)(), late])
  } finally {
    clearTimeout(timer)
  }
}

/** @param {Set<string> | undefined} only @param {Suite} suite */
function skipOthers(only, suite) {
  for (const task of suite.tasks) {
    if (task.type === 'suite') skipOthers(only, task)
    else if (!(only?.has(idOf(task)) ?? true) || without.some((part) => task.name.includes(part))) task.mode = 'skip'
  }
  if (suite.tasks.every(({ mode }) => mode === 'skip' || mode === 'todo')) suite.mode = 'skip'
}

/** @param {string} bundle */
const testsIn = (bundle) =>
  /** @type {string[]} */ (readdirSync(`${bundle}/test`, { recursive: true }))
    .filter((file) => file.endsWith('.test.js'))
    .map((file) => `test/${file.replace(/js$/, 'ts')}`)

/** @param {Counts} to @param {Counts} from */
function add(to, from) {
  for (const [mutant, count] of Object.entries(from)) to[mutant] = (to[mutant] ?? 0) + count
}

/** @param {Test} test */
function resultOf(test) {
  const { result } = test
  const said = {
    id: idOf(test),
    name: idOf(test),
    timeSpentMs: result?.duration ?? 0,
    fileName: resolve(test.file.name),
  }
  if (result?.state === 'pass') return [{ ...said, status: 0 }]
  if (result?.state === 'fail') return [{ ...said, status: 1, failureMessage: messageOf(result.errors?.[0]) }]
  return []
}

/** @param {any} error */
const messageOf = (error) => String(error?.message ?? error).slice(0, 500)

export const strykerPlugins = [{ kind: 'TestRunner', name: 'in-process', injectableClass: InProcess }]
