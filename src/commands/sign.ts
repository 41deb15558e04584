import { curlOf } from '../signing/curl.ts'
import { sign } from '../signing/sign.ts'
import { parseFlags } from './flags.ts'
import { DEFAULT_BASE, prepareRequest, readBody } from './request.ts'
import { signerFlags, signerOf } from './signer.ts'

/** `tevo-local sign METHOD URL`: what to sign, the signature, and a curl that sends it. */
export async function signCommand(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseFlags(args, { ...signerFlags, data: { type: 'string', short: 'd' } })
  const { token, secret } = await signerOf(values)
  const request = prepareRequest('sign', positionals, DEFAULT_BASE, await readBody(values.data))
  const { method, host, target, body } = request
  const { stringToSign, signature } = sign({ method, host, target, body: body.bytes, secret })
  process.stdout.write(
    `String to sign:\n${stringToSign}\n\nX-Signature:\n${signature}\n\ncurl:\n${curlOf(request, token, signature)}\n`,
  )
  return 0
}
