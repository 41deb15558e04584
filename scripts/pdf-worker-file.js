// @ts-check
import { createHash, randomUUID } from 'node:crypto'
import { mkdir, rename, writeFile } from 'node:fs/promises'
import { pathToFileURL } from 'node:url'
import { pdfWorker } from './bundle.js'
import { root } from './package-json.js'

/** The thread for PDFs, in a file that its text gives the name: several runs may write it at once. */
export async function pdfWorkerFile() {
  const text = await pdfWorker()
  const directory = `${root}node_modules/.cache/tevo-local`
  const file = `${directory}/pdf-worker-${createHash('sha256').update(text).digest('hex').slice(0, 16)}.mjs`
  await mkdir(directory, { recursive: true })
  const begun = `${file}.${randomUUID()}`
  await writeFile(begun, text)
  await rename(begun, file)
  return pathToFileURL(file).href
}
