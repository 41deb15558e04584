import type { Environment } from '../public/sandbox.ts'
import type { ConnectOptions, TevoLocal } from '../public/server.ts'
import type { Credential, MakeSandboxOptions } from '../public.ts'
import { Control } from './control.ts'
import { environmentOf } from './environment.ts'
import { TevoLocalError } from './error.ts'
import { describedBy, type Made, madeHandle, sandboxHandle, textOf } from './sandbox.ts'
import type { Trust } from './trusting-fetch.ts'

interface ServerAccess<Names extends string> {
  readonly url: string
  readonly token: string | null
  /** Of the sandbox `default`. */
  readonly credentials: { readonly [Name in Names]: Credential }
  readonly env: Environment
  /** What is done beside leaving it. */
  readonly stop: () => Promise<void>
}

/** A server, wherever it runs. */
export function serverHandle<Names extends string>(access: ServerAccess<Names>, control: Control): TevoLocal<Names> {
  const { url, token, credentials, env } = access
  let stopped: Promise<void> | undefined
  const handle: TevoLocal<Names> = {
    url,
    port: portOf(url),
    credentials,
    env: environmentOf(env, credentials, token),
    controlToken: token,
    sandbox: async <Own extends string>(name: string) =>
      sandboxHandle<Own>(control, await describedBy(control, name, 'sandbox()')),
    makeSandbox: async <Own extends string>(options: MakeSandboxOptions<Own> = {}) => {
      const ask = { by: 'makeSandbox()', method: 'POST', body: requestOf(options) } as const
      return madeHandle<Own>(control, await control.ask<Made>('/sandboxes', ask), ask.by)
    },
    stop: () => {
      control.stop()
      stopped ??= access.stop()
      return stopped
    },
    [Symbol.asyncDispose]: () => handle.stop(),
  }
  return handle
}

/** A server that runs already. @throws TypeError for what is not a URL, TevoLocalError for another server */
export async function connectTo<Names extends string>(
  url: string,
  { token = null, ca }: ConnectOptions,
): Promise<TevoLocal<Names>> {
  const control = await controlOf(url, token, ca === undefined ? undefined : { ca })
  const { credentials, env } = await describedBy<Names>(control, 'default', 'connect()')
  return serverHandle({ url: control.url, token, credentials, env, stop: async () => {} }, control)
}

/** The control plane of a server that runs already. @throws as connectTo */
export async function controlOf(url: string, token: string | null, trust?: Trust): Promise<Control> {
  const control = await controlWith(baseOf(url), token, trust)
  await refuseOther(control)
  return control
}

/** Without `trust`, the certificates that this Node trusts are trusted. */
export async function controlWith(url: string, token: string | null, trust: Trust | undefined): Promise<Control> {
  if (trust === undefined) return new Control(url, token)
  const { trustingFetch } = await import('./trusting-fetch.ts')
  return new Control(url, token, trustingFetch(trust))
}

async function refuseOther(control: Control): Promise<void> {
  const by = 'connect()'
  const health = await control.tell('/health', { by }).catch((problem: unknown) => {
    const isOther = problem instanceof TevoLocalError && problem.code !== 'unreachable'
    throw isOther ? notOurs(by, control.url) : problem
  })
  if (!/^\{"status":"ok","version":/.test(health)) throw notOurs(by, control.url)
}

const notOurs = (by: string, url: string): TevoLocalError =>
  new TevoLocalError(
    'unreachable',
    `${by}: what answers at ${url} is not tevo-local; give the URL that its start-up prints`,
  )

function baseOf(url: string): string {
  const isWeb = URL.canParse(url) && /^https?:$/.test(new URL(url).protocol)
  if (!isWeb) throw new TypeError(`connect(): "${url}" is not a URL: give one such as http://127.0.0.1:8386`)
  return new URL(url).href.replace(/[?#].*$/, '').replace(/\/+$/, '')
}

function portOf(url: string): number {
  const { port, protocol } = new URL(url)
  return port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port)
}

/** As the control plane takes it. */
function requestOf<Names extends string>({ clock, webhooks, ...others }: MakeSandboxOptions<Names>): object {
  return {
    ...others,
    ...(clock === undefined ? {} : { clock: textOf(clock) }),
    ...(webhooks === undefined
      ? {}
      : { webhooks: webhooks.map((webhook) => (typeof webhook === 'string' ? { url: webhook } : webhook)) }),
  }
}
