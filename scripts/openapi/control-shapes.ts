import * as z from 'zod'
import { PHASES } from '../../src/faults/effect.ts'
import { FAULT_STATES } from '../../src/faults/fault.ts'
import { presets } from '../../src/faults/presets.ts'
import { FaultRuleSchema } from '../../src/faults/rule.ts'
import { once } from '../../src/once.ts'
import { Act } from '../../src/routes/control/act.ts'
import { ClockPatch } from '../../src/routes/control/clock.ts'
import { ForkRequest } from '../../src/routes/control/fork.ts'
import { Integration } from '../../src/routes/control/order-integrations.ts'
import { Match, Verification } from '../../src/routes/control/request-match.ts'
import { SandboxRequest } from '../../src/routes/control/sandbox-request.ts'
import { SnapshotRequest } from '../../src/routes/control/snapshots.ts'
import { WebhookSpec } from '../../src/routes/control/webhook-spec.ts'
import { SettingsPatch } from '../../src/store/settings-schema.ts'
import { WEBHOOK_EVENTS } from '../../src/store/words.ts'

/** What the control plane takes and answers. */

// --- Requests

const World = once(() => z.record(z.string(), z.unknown()))
const WorldRecord = once(() => z.record(z.string(), z.unknown()))
const PresetName = once(() => z.enum(Object.keys(presets) as [string, ...string[]]))
const FaultSpec = once(() => z.union([FaultRuleSchema(), PresetName(), z.strictObject({ preset: PresetName() })]))
const FaultSpecs = once(() =>
  z.union([FaultSpec(), z.array(FaultSpec()), z.strictObject({ faults: z.array(FaultSpec()) })]),
)
const NewSandbox = once(() => SandboxRequest().extend({ world: World().optional(), faults: FaultSpecs().optional() }))
const EndpointChanges = once(() => WebhookSpec().partial())
const Times = once(() => z.strictObject({ min: z.int().min(0), max: z.int().min(0) }).partial())
const WorldConditions = once(() =>
  z.record(z.string(), z.strictObject({ where: z.record(z.string(), z.json()).optional(), times: Times().optional() })),
)

export const asked = {
  NewSandbox,
  ForkRequest,
  SnapshotRequest,
  ClockChange: ClockPatch,
  SettingsChange: SettingsPatch,
  FaultSpecs,
  FaultSpec,
  FaultRule: FaultRuleSchema,
  PresetName,
  World,
  WorldRecord,
  WorldConditions,
  Match,
  Verification,
  NewEndpoint: WebhookSpec,
  EndpointChanges,
  NewIntegration: Integration,
  Deed: Act,
}

// --- Answers

const time = () => z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/)
const count = () => z.int().min(0)
const json = () => z.record(z.string(), z.unknown())

const Health = once(() =>
  z.strictObject({
    status: z.literal('ok'),
    version: z.string(),
    uptime_s: z.number(),
    sandboxes: count(),
    ready: z.boolean(),
  }),
)
const Operations = once(() =>
  z.strictObject({
    operations: z.array(
      z.strictObject({
        id: z.string(),
        method: z.string(),
        path: z.string(),
        emulated: z.boolean(),
        fidelity: z.enum(['recorded', 'documented', 'decided']).optional(),
        source: z.string().optional(),
        known_and_ignored: z.record(z.string(), z.string()).optional(),
        reason: z.string().optional(),
        calls: count(),
      }),
    ),
  }),
)
const Clock = once(() => z.strictObject({ now: time(), frozen: z.boolean() }))
const Metrics = once(() => z.string())
const SandboxLine = once(() =>
  z.strictObject({ name: z.string(), base_url: z.string(), seed: z.int().optional(), clock: Clock().optional() }),
)
const Sandboxes = once(() => z.strictObject({ sandboxes: z.array(SandboxLine()) }))
const Keys = once(() => z.strictObject({ type: z.string().optional(), token: z.string(), secret: z.string() }))
const accessFields = () => ({
  name: z.string(),
  base_url: z.string(),
  seed: z.int(),
  credentials: z.record(z.string(), Keys()),
  env: z.record(z.string(), z.string()),
})
const Access = once(() => z.strictObject(accessFields()))
const Settings = once(() => json())
const Sandbox = once(() =>
  z.strictObject({ ...accessFields(), clock: Clock(), settings: Settings(), reproduce: z.string() }),
)
const Snapshot = once(() => z.strictObject({ id: z.string(), at: time() }))
const Snapshots = once(() => z.strictObject({ snapshots: z.array(Snapshot()) }))
const Records = once(() => z.strictObject({ table: z.string(), total: count(), records: z.array(WorldRecord()) }))
const RecordName = once(() => z.strictObject({ type: z.string(), id: z.int() }))
const Broken = once(() =>
  z.strictObject({
    invariant: z.string(),
    records: z.array(RecordName()),
    detail: z.string(),
    requests: z.array(z.string()).optional(),
  }),
)
const WorldVerdict = once(() => z.strictObject({ counts: z.record(z.string(), count()), broken: z.array(Broken()) }))
const Signature = once(() =>
  z.strictObject({
    verdict: z.enum(['valid', 'refused', 'unchecked']),
    mistake: z.string().optional(),
    message: z.string().optional(),
    expected: z.string().optional(),
    signed: z.string().optional(),
  }),
)
const summaryFields = () => ({
  id: z.string(),
  kind: z.enum(['due', 'outbound']).optional(),
  state: z.enum(['waiting', 'done', 'undone']),
  at: time(),
  operation: z.string().nullable(),
  method: z.string(),
  path: z.string(),
  status: z.int().nullable(),
  credential: z.string().nullable(),
  signature: Signature(),
  faults: z.array(z.strictObject({ id: z.string(), phase: z.enum(PHASES), effect: z.string() })),
  resend_of: z.string().optional(),
  committed: z.boolean(),
  created: z.array(RecordName()),
  changed: z.array(RecordName()),
  ignored: z.array(z.string()),
  problems: z.array(z.strictObject({ path: z.string(), message: z.string() })),
  notes: z.array(z.string()),
  duration_ms: z.number(),
})
const RequestSummary = once(() => z.strictObject(summaryFields()))
const RequestEntry = once(() =>
  z.strictObject({
    ...summaryFields(),
    request: z.strictObject({
      target: z.string(),
      headers: z.record(z.string(), z.union([z.string(), z.array(z.string())])),
      body: z.string(),
      body_bytes: count().optional(),
    }),
    response: z.strictObject({
      status: z.int().nullable(),
      headers: z.record(z.string(), z.string()),
      body: z.string(),
    }),
  }),
)
const Requests = once(() =>
  z.strictObject({
    seed: z.int().optional(),
    requests: z.array(RequestSummary()),
    dropped: count().optional(),
    taken_over_at: time().optional(),
  }),
)
const RequestVerdict = once(() =>
  z.looseObject({ count: count().optional(), requests: z.array(z.string()).optional() }),
)
const AdviceList = once(() =>
  z.strictObject({
    advice: z.array(
      z.strictObject({
        id: z.string(),
        title: z.string(),
        detail: z.string().optional(),
        instead: z.string(),
        source: z.string().nullable(),
        requests: z.array(z.string()),
      }),
    ),
    dropped: count().optional(),
    taken_over_at: time().optional(),
  }),
)
const ArmedFault = once(() =>
  z.looseObject({
    id: z.string(),
    phase: z.enum(PHASES),
    effect: z.looseObject({ type: z.string() }),
    state: z.enum(FAULT_STATES),
    matches: count(),
    injections: count(),
    held: count(),
    why_not: z.string().nullable(),
  }),
)
const Faults = once(() => z.strictObject({ faults: z.array(ArmedFault()), rearmed_at: time().optional() }))
const Endpoint = once(() =>
  z.strictObject({
    id: z.int(),
    url: z.string(),
    office_id: z.int().nullable(),
    events: z.array(z.enum(WEBHOOK_EVENTS)).nullable(),
    active: z.boolean(),
  }),
)
const Endpoints = once(() => z.strictObject({ webhooks: z.array(Endpoint()) }))
const attempt = () =>
  z.strictObject({
    at: time(),
    status: z.int().nullable(),
    duration_ms: z.number(),
    error: z.string().nullable(),
    answer: z.unknown(),
  })
const Delivery = once(() =>
  z.looseObject({
    id: z.int(),
    endpoint_id: z.int(),
    event_type: z.enum(WEBHOOK_EVENTS),
    recipient: z.enum(['seller', 'buyer', 'catalog']),
    state: z.enum(['waiting', 'delivered', 'given_up']),
    created_at: time(),
    next_at: time().nullable(),
    attempts: z.array(attempt()),
    faults: z.array(z.strictObject({ id: z.string(), effect: z.string() })),
  }),
)
const Deliveries = once(() => z.looseObject({ deliveries: z.array(Delivery()) }))
const Integrations = once(() => z.strictObject({ order_integrations: z.array(IntegrationShape()) }))
const IntegrationShape = once(() =>
  z.looseObject({
    office_id: z.int(),
    url: z.string(),
    key: z.string(),
    buying_office_ids: z.array(z.int()).nullable(),
    deadline_ms: z.int(),
  }),
)
const OpenCalls = once(() => z.strictObject({ open_calls: count(), detail: z.string() }))
const Calls = once(() =>
  z.strictObject({
    calls: z.array(
      z.looseObject({
        id: z.int(),
        kind: z.enum(['hold', 'release', 'invoice']),
        state: z.string(),
        office_id: z.int(),
        global_id: z.string(),
        order_id: z.int().nullable(),
        attempts: z.array(attempt()),
        next_at: time().nullable(),
      }),
    ),
  }),
)
const Steps = once(() =>
  z.strictObject({
    steps: z.array(
      z.strictObject({
        id: z.int(),
        order_id: z.int(),
        cast: z.string(),
        deed: z.string(),
        due_at: time(),
        problem: z.string().nullable(),
      }),
    ),
  }),
)
/** An order, as `openapi.json` has it. */
const PlayedOrder = once(() => z.looseObject({ id: z.int(), state: z.string() }))
const CommitSummary = once(() =>
  z.strictObject({
    version: count(),
    at: time(),
    replaced: z.boolean(),
    changes: z.array(z.strictObject({ table: z.string(), id: z.int(), deleted: z.boolean() })),
    changed: count(),
  }),
)
const Event = once(() =>
  z.strictObject({
    event: z.enum(['request', 'commit', 'delivery']),
    data: z.union([RequestSummary(), CommitSummary(), Delivery()]),
  }),
)
const Document = once(() => z.looseObject({ openapi: z.string() }))
const Problem = once(() => z.looseObject({ type: z.string(), title: z.string(), status: z.int(), detail: z.string() }))

export const answered = {
  Health,
  Metrics,
  Operations,
  Clock,
  SandboxLine,
  Sandboxes,
  Keys,
  Access,
  Settings,
  Sandbox,
  Snapshot,
  Snapshots,
  World,
  WorldRecord,
  Records,
  RecordName,
  Broken,
  WorldVerdict,
  Signature,
  RequestSummary,
  RequestEntry,
  Requests,
  RequestVerdict,
  AdviceList,
  ArmedFault,
  Faults,
  Endpoint,
  Endpoints,
  Delivery,
  Deliveries,
  Integration: IntegrationShape,
  Integrations,
  OpenCalls,
  Calls,
  Steps,
  PlayedOrder,
  CommitSummary,
  Event,
  Document,
  Problem,
}
