import { helpOf } from './commands/help.ts'
import { printProblem } from './commands/print-problem.ts'
import { nearest } from './nearest.ts'
import { Problem } from './problem.ts'
import { version } from './version.ts'

const FAILED = 2

/** Each loads what it needs: to sign takes no server. */
const commands = new Map<string, (args: readonly string[]) => Promise<number | undefined>>([
  ['sign', async (args) => (await import('./commands/sign.ts')).signCommand(args)],
  ['call', async (args) => (await import('./commands/call.ts')).callCommand(args)],
  ['world', async (args) => (await import('./commands/world.ts')).worldCommand(args)],
  ['exec', async (args) => (await import('./commands/exec.ts')).execCommand(args)],
  ['sweep', async (args) => (await import('./commands/sweep.ts')).sweepCommand(args)],
  ['verify', async (args) => (await import('./commands/verify.ts')).verifyCommand(args)],
  ['openapi', async (args) => (await import('./commands/openapi.ts')).openApiCommand(args)],
  ['certs', async (args) => (await import('./commands/certs.ts')).certsCommand(args)],
  ['health', async (args) => (await import('./commands/health.ts')).healthCommand(args)],
  ['broker', async (args) => (await import('./commands/broker.ts')).brokerCommand(args)],
])

/** Resolves to the exit code; to undefined while a server runs. */
async function run(args: readonly string[]): Promise<number | undefined> {
  const [first = '', ...rest] = args
  // What follows is the command line of another program.
  const own = args.includes('--') ? args.slice(0, args.indexOf('--')) : args
  if (first === 'help') return print(helpOf(rest[0]))
  if (own.some((arg) => arg === '--help' || arg === '-h')) return print(helpOf(first))
  if (first === 'version' || own.some((arg) => arg === '--version' || arg === '-v')) return print(`${version}\n`)
  if (first === '' || first.startsWith('-') || first === 'serve') {
    const { serveCommand } = await import('./commands/serve.ts')
    await serveCommand(first === 'serve' ? rest : args)
    return undefined
  }
  const command = commands.get(first)
  if (command === undefined) throw unknownCommand(first)
  return command(rest)
}

function print(text: string): number {
  process.stdout.write(text)
  return 0
}

function unknownCommand(given: string): Problem {
  const names = ['serve', ...commands.keys(), 'help', 'version']
  const close = nearest(given, names)
  const next = close === undefined ? 'see tevo-local --help' : `did you mean ${close}?`
  return new Problem(`"${given}" is not a command: there are ${names.join(', ')}: ${next}`)
}

void main()

async function main(): Promise<void> {
  try {
    process.exitCode = await run(process.argv.slice(2))
  } catch (problem) {
    printProblem(problem)
    process.exitCode = FAILED
  }
}
