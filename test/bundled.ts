import { bundle } from '../scripts/bundle.js'
import { once } from '../src/once.ts'

/** The package, bundled as `npm run build` does it; once for all test files of a worker. */
export const bundled = once(() => bundle())
