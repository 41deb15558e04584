import { type IncomingMessage, request as requestHttp } from 'node:http'
import { buffer } from 'node:stream/consumers'
import { HOW_TO_TRUST, isUntrusted } from '../library/untrusted.ts'
import { printable } from '../log/printable.ts'
import { codeOf, Problem } from '../problem.ts'
import { sign } from '../signing/sign.ts'
import { parseFlags } from './flags.ts'
import { DEFAULT_BASE, type PreparedRequest, prepareRequest, readBody } from './request.ts'
import { controlTokenOf } from './serve-flags.ts'
import { type Signer, signerFlags, signerOf } from './signer.ts'

/** `tevo-local call METHOD PATH`: signs, sends and prints the answer. Resolves to 0 for a 2xx, to 1 for any other. */
export async function callCommand(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseFlags(args, {
    ...signerFlags,
    data: { type: 'string', short: 'd' },
    url: { type: 'string' },
    sandbox: { type: 'string' },
    'control-token': { type: 'string' },
  })
  const { url = DEFAULT_BASE, sandbox } = values
  const controlToken = controlTokenOf(values['control-token'])
  const signer =
    sandbox === undefined
      ? await signerOf(values)
      : await (await import('./sandbox-signer.ts')).sandboxSignerOf({ ...values, sandbox, url, controlToken })
  const request = prepareRequest('call', positionals, url, await readBody(values.data))
  const { status, mark, line, body } = await send(request, signer)
  const { explainRefused } = await import('./refused-signature.ts')
  const why = await explainRefused({
    mark,
    url: new URL(request.url).origin,
    sandbox,
    token: signer.token,
    controlToken,
  })
  process.stderr.write(`${[line, ...why].map(printable).join('\n')}\n`)
  process.stdout.write(pretty(body))
  return status >= 200 && status < 300 ? 0 : 1
}

async function send({ method, url, host, target, body }: PreparedRequest, { token, secret }: Signer) {
  const { signature } = sign({ method, host, target, body: body.bytes, secret })
  const headers: Record<string, string | number> = { Host: host, 'X-Token': token, 'X-Signature': signature }
  if (body.bytes.length > 0) {
    headers['Content-Type'] = 'application/json'
    headers['Content-Length'] = body.bytes.length
  }
  const { protocol, hostname, port } = new URL(url)
  const start = protocol === 'https:' ? (await import('node:https')).request : requestHttp
  try {
    const answer = await new Promise<IncomingMessage>((resolve, reject) => {
      // As curl does, the path goes out as it was given and signed: a URL object would spell it anew.
      start({ method, hostname: hostname.replace(/^\[|\]$/g, ''), port, path: target, headers, agent: false }, resolve)
        .once('error', reject)
        .end(body.bytes)
    })
    const { httpVersion, statusCode = 0, statusMessage = '', headers: answered } = answer
    const mark = answered['x-tevo-local']?.toString()
    return {
      status: statusCode,
      mark,
      line: `HTTP/${httpVersion} ${statusCode} ${statusMessage}${mark === undefined ? '' : ` (${mark})`}`,
      body: await buffer(answer),
    }
  } catch (problem) {
    throw sendProblem(problem, new URL(url).origin)
  }
}

function sendProblem(problem: unknown, origin: string): Problem {
  const code = codeOf(problem)
  if (code === 'ECONNREFUSED')
    return new Problem(`nothing listens on ${origin}; start the server with tevo-local, or give --url BASE`)
  if (isUntrusted(problem)) return new Problem(`${origin} cannot be reached: ${code}; ${HOW_TO_TRUST}`)
  if (code === 'ECONNRESET' || code === 'aborted')
    return new Problem(`${origin} cut the connection before the answer was complete; see the server's log`)
  return new Problem(`${origin} cannot be reached: ${code}; is the server running, and is the URL right?`)
}

/** JSON over several lines; anything else as it came. */
function pretty(body: Buffer): string | Buffer {
  try {
    return `${JSON.stringify(JSON.parse(body.toString()), null, 2)}\n`
  } catch {
    return body
  }
}
