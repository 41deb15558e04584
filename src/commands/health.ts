import type { IncomingMessage } from 'node:http'
import { text } from 'node:stream/consumers'
import { codeOf, Problem } from '../problem.ts'
import { DEFAULT_HOST, DEFAULT_PORT } from '../start.ts'
import { parseFlags } from './flags.ts'

/** A server that does not answer in this time is not well. */
const DEADLINE_MS = 2_000
const HERE = `${DEFAULT_HOST}:${DEFAULT_PORT}`
const UNWELL = 1

/** `tevo-local health`: whether a server answers. Resolves to 0, or to 1 with the reason on stderr. */
export async function healthCommand(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseFlags(args, { url: { type: 'string' } })
  if (positionals.length > 0)
    throw new Problem(`"${positionals[0]}" belongs to no flag; such as: tevo-local health --url http://${HERE}`)
  const { url } = values
  if (url !== undefined && !(URL.canParse(url) && /^https?:$/.test(new URL(url).protocol)))
    throw new Problem(`--url ${url} is not a URL: give one such as http://${HERE}`)
  // In a container nobody says whether the server was given a certificate.
  const bases = url === undefined ? [`http://${HERE}`, `https://${HERE}`] : [url.replace(/\/+$/, '')]
  const whys: string[] = []
  for (const base of bases) {
    const why = await unwell(base)
    if (why === null) return 0
    whys.push(`${base}: ${why}`)
  }
  process.stderr.write(`tevo-local: no server is well: ${whys.join('; ')}\n`)
  return UNWELL
}

async function unwell(base: string): Promise<string | null> {
  try {
    const answer = await get(`${base}/_local/health`)
    const body = await text(answer)
    if (answer.statusCode === 200 && /^\{"status":"ok","version":/.test(body)) return null
    return `what answers, with ${answer.statusCode}, is not tevo-local`
  } catch (problem) {
    return codeOf(problem)
  }
}

async function get(url: string): Promise<IncomingMessage> {
  const { request } = url.startsWith('https:') ? await import('node:https') : await import('node:http')
  return new Promise((resolve, reject) => {
    // Nothing secret is sent, and a container need not have the certificate's authority.
    const sent = request(url, { agent: false, rejectUnauthorized: false, timeout: DEADLINE_MS }, resolve)
    sent.on('timeout', () => sent.destroy(new Error(`no answer in ${DEADLINE_MS} ms`)))
    sent.on('error', reject)
    sent.end()
  })
}
