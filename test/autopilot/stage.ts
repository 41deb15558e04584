import { expect } from 'vitest'
import type { StartOptions } from '../../src/start.ts'
import type { Order, Shipment } from '../../src/store/records.ts'
import type { AccountSettings } from '../../src/store/settings.ts'
import { serve, type TestServer } from '../harness.ts'
import { RecordingLog } from '../sandbox/logs.ts'

/** A server on which casts play, and what came of it. */

export const NOON = Date.parse('2026-01-01T12:00:00Z')
const MINUTE_MS = 60_000
export const [HOUR, DAY] = [60, 24 * 60]

export type Casts = AccountSettings['autopilot']

export interface Stage {
  readonly server: TestServer
  readonly log: RecordingLog
}

export async function stage(autopilot: Casts, options: StartOptions = {}): Promise<Stage> {
  const log = new RecordingLog()
  const { settings, ...rest } = options
  const server = await serve({ clock_ms: NOON, commits: log, settings: { ...settings, autopilot }, ...rest })
  return { server, log }
}

/** When, in minutes since noon, and what. */
export type Scene = readonly [minutes: number, what: string]

/** What became of an order and its shipments, at the time of each commit. */
export function scenesOf({ commits }: RecordingLog, order_id: number): Scene[] {
  const scenes: Scene[] = []
  let last: Order | undefined
  const shipments = new Map<number, Shipment>()
  for (const { at, changes } of commits) {
    const tell = (what: string) => scenes.push([(at - NOON) / MINUTE_MS, what])
    for (const { table, record } of changes) {
      if (table === 'shipments' && isShipment(record) && record.order_id === order_id) {
        const before = shipments.get(record.id)
        if (before !== undefined && record.tracking_number !== before.tracking_number) tell(`${record.type} airbill`)
        if (before?.state !== record.state) tell(`${record.type} ${record.state}`)
        shipments.set(record.id, record)
      }
      if (table === 'orders' && isOrder(record) && record.id === order_id) {
        if (last?.fraud_check_status !== record.fraud_check_status && record.fraud_check_status !== null)
          tell(`fraud ${record.fraud_check_status}`)
        if (last?.seller_state !== record.seller_state) tell(record.seller_state)
        last = record
      }
    }
  }
  return scenes
}

const isOrder = (record: object | null): record is Order => record !== null && 'seller_state' in record
const isShipment = (record: object | null): record is Shipment => record !== null && 'tracking_number' in record

interface ShownStep {
  readonly order_id: number
  readonly cast: string
  readonly deed: string
  readonly due_at: string
  readonly problem: string | null
}

/** The steps that the control plane shows, newest first. */
export async function stepsOf(server: Pick<TestServer, 'control'>, order_id?: number): Promise<ShownStep[]> {
  const { status, body, text } = await server.control('GET', '/autopilot')
  expect(status, text).toBe(200)
  const steps: ShownStep[] = body.steps
  return steps.filter((step) => order_id === undefined || step.order_id === order_id)
}

/** The steps that wait, as `25 seller/accept`: minutes since noon, first come first. */
export async function waitingOf(server: Pick<TestServer, 'control'>, order_id?: number): Promise<string[]> {
  const steps = (await stepsOf(server, order_id)).filter(({ problem }) => problem === null)
  return steps
    .map(({ due_at, deed }) => [(Date.parse(due_at) - NOON) / MINUTE_MS, deed] as const)
    .sort(([one], [other]) => one - other)
    .map(([minutes, deed]) => `${minutes} ${deed}`)
}

/** Gives a group a `remote_id`, whoever owns it. */
export const withRemoteId = (server: TestServer, ids: { readonly [group: number]: string }) =>
  server.putWorld((world) => ({
    ...world,
    ticket_groups: world.ticket_groups?.map((group) => ({ ...group, remote_id: ids[group.id] ?? group.remote_id })),
  }))
