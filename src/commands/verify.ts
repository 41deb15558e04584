import { readFile } from 'node:fs/promises'
import { failsOn } from '../contract/report.ts'
import { runSuite } from '../contract/run.ts'
import { readSuite } from '../contract/suite.ts'
import { textReport } from '../contract/text.ts'
import { packageFile } from '../package-file.ts'
import { Problem } from '../problem.ts'
import { abortAtSignals } from './abort-at-signals.ts'
import { contractSender } from './contract-sender.ts'
import { readVerifyFlags } from './verify-flags.ts'
import { writeReport } from './write-report.ts'

const HIDDEN = '(hidden)'

/**
 * `tevo-local verify --target URL`: where the answers of a server differ from what the API is known to answer. Resolves to
 * 0 where they do not, and to 1 where they do.
 */
export async function verifyCommand(args: readonly string[]): Promise<number> {
  const { failOn, json, junit, ...flags } = readVerifyFlags(args)
  const [suite, pdf, sender] = await Promise.all([
    readSuite(),
    readFile(packageFile('fixtures/two-tickets.pdf'), 'base64'),
    contractSender(flags.target),
  ])
  const given = { run: Date.now().toString(36), two_tickets: pdf }
  const stopping = abortAtSignals()
  try {
    const report = without(
      flags,
      await runSuite({ ...flags, suite, given, send: sender.send, signal: stopping.signal }),
    )
    process.stdout.write(textReport(report))
    if (json !== undefined) await writeReport('--json', json, `${JSON.stringify(report, null, 2)}\n`)
    if (junit !== undefined)
      await writeReport('--junit', junit, (await import('../contract/junit.ts')).junitReport(report))
    return stopping.code() ?? (failsOn(report, failOn) ? 1 : 0)
  } catch (problem) {
    throw problem instanceof Problem ? new Problem(without(flags, problem.message)) : problem
  } finally {
    stopping.end()
    sender.close()
  }
}

/** A value with no text in it that has the token or the secret: a server may say again what it was told. */
function without<Value>({ token, secret }: { readonly token: string; readonly secret: string }, value: Value): Value {
  const hidden = (_: string, each: unknown) =>
    typeof each === 'string' ? each.replaceAll(secret, HIDDEN).replaceAll(token, HIDDEN) : each
  return JSON.parse(JSON.stringify(value, hidden))
}
