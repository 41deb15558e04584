import type { ServerContext } from '../../http/context.ts'
import { isReady } from './health.ts'

/** https://prometheus.io/docs/instrumenting/exposition_formats/ */
const TEXT_FORMAT = 'text/plain; version=0.0.4; charset=utf-8'

interface Metric {
  readonly name: string
  readonly type: 'counter' | 'gauge'
  readonly help: string
  readonly samples: readonly Sample[]
}

interface Sample {
  readonly labels?: { readonly [name: string]: string }
  readonly value: number
}

/** What this process has counted, and what it has now. Nothing is reckoned before somebody asks. */
export async function metricsAnswer(context: ServerContext): Promise<Response> {
  const metrics = await metricsOf(context)
  return new Response(metrics.map(printed).join(''), { headers: { 'Content-Type': TEXT_FORMAT } })
}

async function metricsOf(context: ServerContext): Promise<readonly Metric[]> {
  const { figures, sandboxes, several, version, started_at } = context
  const requests = [...figures.requests].flatMap(([operation, byStatus]) =>
    Array.from(byStatus, ([status, value]) => ({ labels: { operation, status: String(status ?? 'none') }, value })),
  )
  const { user, system } = process.cpuUsage()
  const one = (value: number): readonly Sample[] => [{ value }]
  return [
    metric('tevo_local_info', 'gauge', 'Always 1; its version.', [{ labels: { version }, value: 1 }]),
    metric('tevo_local_ready', 'gauge', 'Whether it can serve.', one(isReady(context) ? 1 : 0)),
    metric(
      'tevo_local_requests_total',
      'counter',
      'Requests to the API by operation and status; "unknown" is no operation, "none" no answer.',
      requests,
    ),
    metric('tevo_local_commits_total', 'counter', 'Writes that changed a sandbox.', one(sandboxes.commits)),
    metric(
      'tevo_local_owned_sandboxes',
      'gauge',
      'Sandboxes that this process serves.',
      one(several?.ownership.owned() ?? sandboxes.size),
    ),
    metric(
      'tevo_local_passed_on_total',
      'counter',
      'Requests that went on to the process that has their sandbox.',
      one(figures.passedOn),
    ),
    metric(
      'tevo_local_not_taken_total',
      'counter',
      'Requests for a sandbox that nobody served at that moment.',
      one(figures.notTaken),
    ),
    metric(
      'tevo_local_deliveries',
      'gauge',
      'Webhooks that are still to be sent: "ready" now, "waiting" for their time.',
      (['ready', 'waiting'] as const).map((state) => ({ labels: { state }, value: deliveriesOf(context, state) })),
    ),
    metric('tevo_local_connections', 'gauge', 'Open connections of clients.', one(await figures.connections())),
    metric('process_start_time_seconds', 'gauge', 'When it started, by Unix time.', one(started_at / 1_000)),
    metric('process_cpu_seconds_total', 'counter', 'Processor time that it has used.', one((user + system) / 1e6)),
    metric('process_resident_memory_bytes', 'gauge', 'Memory that it has, in bytes.', one(process.memoryUsage.rss())),
  ]
}

const metric = (name: string, type: Metric['type'], help: string, samples: readonly Sample[]): Metric => ({
  name,
  type,
  help,
  samples,
})

const deliveriesOf = ({ sandboxes }: ServerContext, state: 'ready' | 'waiting'): number =>
  sandboxes.all().reduce((sum, sandbox) => sum + sandbox.peek().count('webhook_deliveries', 'by_state', state), 0)

const printed = ({ name, type, help, samples }: Metric): string =>
  `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n${samples.map((sample) => `${name}${labelsOf(sample)} ${sample.value}\n`).join('')}`

/** Values are ids of operations, statuses, states and a version: nothing in them has to be escaped. */
function labelsOf({ labels = {} }: Sample): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${value}"`)
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`
}
