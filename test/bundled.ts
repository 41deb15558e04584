import { bundle, staticClosure } from '../scripts/bundle.js'
import { once } from '../src/once.ts'

/** The package, bundled as `npm run build` does it; once for all test files of a worker. */
export const bundled = once(() => bundle())

/**
 * The sources and packages that are read before the first line of a source's own runs: of `src/commands/serve.ts`, what a
 * server starts with.
 */
export async function readWith(source: string): Promise<string[]> {
  const { metafile } = await bundled()
  const [entry = `${source} is no entry`] = Object.keys(metafile.outputs).filter(
    (output) => metafile.outputs[output]?.entryPoint === source,
  )
  return staticClosure(metafile, entry).flatMap((output) => Object.keys(metafile.outputs[output]?.inputs ?? {}))
}

/** What starts a server. */
export const STARTS = ['src/commands/serve.ts', 'src/index.ts']
