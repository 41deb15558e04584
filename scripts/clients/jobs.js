// @ts-check
import { createInterface } from 'node:readline'

/**
 * @typedef {object} Request
 * @property {string} method
 * @property {string} url
 * @property {string | undefined} body
 * @property {Record<string, string>} headers
 */

/**
 * The loop of a client that is measured. It prints `version`, a tab and its version. Then, for each line of stdin
 * (method, URL, body and headers, with tabs between), `answer`, status and body, or `error` and what a program catches.
 * The clients of other languages speak the same.
 * @param {string} version
 * @param {(request: Request) => Promise<{ status: number, text: string }>} send
 */
export async function answerJobs(version, send) {
  console.log(`version\t${version}`)
  for await (const line of createInterface({ input: process.stdin })) {
    const [method = '', url = '', body = '', ...lines] = line.split('\t')
    const headers = Object.fromEntries(lines.map((each) => each.split(': ')))
    try {
      const { status, text } = await send({ method, url, body: body === '' ? undefined : body, headers })
      console.log(`answer\t${status}\t${text}`)
    } catch (problem) {
      console.log(`error\t${named(problem)}`)
    }
  }
}

/** @param {unknown} problem */
function named(problem) {
  if (!(problem instanceof Error)) return String(problem)
  const codes = [problem, problem.cause].map((each) =>
    each instanceof Error && 'code' in each ? each.code : undefined,
  )
  const code = codes.find((each) => typeof each === 'string')
  return code === undefined ? problem.name : `${problem.name}, ${code}`
}
