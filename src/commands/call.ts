import { printable } from '../log/printable.ts'
import { sign } from '../signing/sign.ts'
import { parseFlags } from './flags.ts'
import { DEFAULT_BASE, type PreparedRequest, prepareRequest, readBody } from './request.ts'
import { send } from './send.ts'
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
  const { status, mark, line, body } = await callWith(request, signer)
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

async function callWith(request: PreparedRequest, { token, secret }: Signer) {
  const { method, host, target, body } = request
  const { signature } = sign({ method, host, target, body: body.bytes, secret })
  const { httpVersion, status, reason, headers, bytes } = await send(request, {
    'X-Token': token,
    'X-Signature': signature,
  })
  const mark = headers['x-tevo-local']?.toString()
  return {
    status,
    mark,
    line: `HTTP/${httpVersion} ${status} ${reason}${mark === undefined ? '' : ` (${mark})`}`,
    body: bytes,
  }
}

/** JSON over several lines; anything else as it came. */
function pretty(body: Buffer): string | Buffer {
  try {
    return `${JSON.stringify(JSON.parse(body.toString()), null, 2)}\n`
  } catch {
    return body
  }
}
