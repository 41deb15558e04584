// @ts-check
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { bundle, carriedDirectories } from './bundle.js'
import { packageJson, root } from './package-json.js'

/**
 * What the package is made of, as CycloneDX: `npm sbom`, without the packages that none of its code comes from. The package
 * has no dependencies of its own; what it carries in its bundle are dev dependencies to npm.
 */
export async function sbom() {
  const said = execFileSync('npm', ['sbom', '--sbom-format=cyclonedx', '--sbom-type=library', '--package-lock-only'], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  })
  /** @type {{ components: Component[], dependencies: unknown[], metadata: { component: object } }} */
  const all = JSON.parse(said)
  const carried = await carriedPackages()
  const components = all.components.filter((component) => carried.has(component['bom-ref']))
  if (components.length !== carried.size)
    throw new Error(
      `npm sbom has ${components.length} of the ${carried.size} packages in the bundle: ${[...carried].join(', ')}`,
    )
  for (const component of components) component.properties = []
  const { name, version } = packageJson
  const ref = `${name}@${version}`
  const refs = components.map((component) => component['bom-ref'])
  const dependencies = [{ ref, dependsOn: refs }, ...refs.map((each) => ({ ref: each, dependsOn: [] }))]
  // npm takes the folder's name for the package's.
  const component = { ...all.metadata.component, name, 'bom-ref': ref }
  return { ...all, metadata: { ...all.metadata, component }, components, dependencies }
}

/** @typedef {{ 'bom-ref': string, properties: { name: string, value: string }[] }} Component */

/** The packages that this one carries: `hono@4.13.19`. */
async function carriedPackages() {
  const { metafile } = await bundle()
  const manifests = carriedDirectories(metafile).map((directory) =>
    JSON.parse(readFileSync(join(root, directory, 'package.json'), 'utf8')),
  )
  return new Set(manifests.map(({ name, version }) => `${name}@${version}`))
}

if (process.argv[1] === import.meta.filename) console.log(JSON.stringify(await sbom(), null, 2))
