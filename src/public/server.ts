/// <reference lib="esnext.disposable" preserve="true" />
import type { Credential, MakeSandboxOptions } from '../public.ts'
import type { DefaultCredentialName } from './generated/names.ts'
import type { Environment, TevoSandbox } from './sandbox.ts'

export type { DefaultCredentialName } from './generated/names.ts'

/** A running server. `Names`: of the credentials of its world, the default one where nothing is said. */
export interface TevoLocal<Names extends string = DefaultCredentialName> extends AsyncDisposable {
  /** The base URL, `http://127.0.0.1:40123` say, `https://…` with a certificate: no slash at its end. */
  readonly url: string
  readonly port: number
  /** The credentials of its sandbox `default`, by their names: `credentials.website` in the default world. */
  readonly credentials: { readonly [Name in Names]: Credential }
  /** `TEVO_BASE_URL`, `TEVO_API_TOKEN` and so on of its sandbox `default`, for a process under test. */
  readonly env: Environment
  /** The bearer token that the control plane asks for; null where it asks for none. */
  readonly controlToken: string | null
  /** A sandbox that there is: `default`, or one that another program made. Rejects with `not_found`. */
  sandbox<Own extends string = Names>(name: string): Promise<TevoSandbox<Own>>
  /**
   * Makes a sandbox: a TEvo of its own on the same address, with its own credentials, records, ids, clock, journal, faults and
   * settings. It takes a millisecond, so that each test can have one.
   *
   * Rejects with `refused` for an option that it does not know or cannot take, when the name or a token is taken, and when
   * the world is wrong.
   */
  makeSandbox<Own extends string = Names>(options?: MakeSandboxOptions<Own>): Promise<TevoSandbox<Own>>
  /**
   * Takes no more requests, gives those under way half a second, and frees the port. It may be called twice. After
   * `connect`, the server goes on, and only this handle is of no use any more.
   */
  stop(): Promise<void>
}

export interface ConnectOptions {
  /** The control plane's bearer token, where it asks for one. */
  readonly token?: string | null | undefined
  /**
   * The certificate of the authority that vouches for a server at `https://…`, as the text of a PEM file. Then no other
   * authority is trusted; without it, those that Node trusts are.
   */
  readonly ca?: string | undefined
}
