import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The folder of the package, wherever this code lies in it; as CommonJS it has no `import.meta`. */
function packageFolder(): string {
  let folder = dirname(typeof __filename === 'string' ? __filename : fileURLToPath(import.meta.url))
  while (!existsSync(join(folder, 'package.json')) && dirname(folder) !== folder) folder = dirname(folder)
  return folder
}

/** The path of a file that comes with the package: the first of these that is there. */
export function packageFile(first: string, ...others: readonly string[]): string {
  const folder = packageFolder()
  return join(folder, [first, ...others].find((file) => existsSync(join(folder, file))) ?? first)
}
