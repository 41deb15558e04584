import type { DefaultCredentialName, OperationId } from './generated/names.ts'

/**
 * What a value has to be like, in place of one that it has to equal; all that is said must hold. `prefix` and `contains`
 * are for texts; `absent: true` is for what is not there, and stands alone.
 */
export interface Pattern<Value = unknown> {
  /** For an object that would be read as a pattern: `{ equals: { prefix: 'a' } }`. */
  readonly equals?: Value
  readonly prefix?: string
  readonly contains?: string
  readonly one_of?: readonly Value[]
  readonly absent?: boolean
}

/** A value that has to be equal, or what it has to be like. */
export type Expected<Value> = Value | Pattern<Value>

export type HttpMethod = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'HEAD' | 'OPTIONS'

/** Which requests are meant; all that is said must hold. */
export interface AskedOfRequest<Names extends string = DefaultCredentialName> {
  /** `'orders.create'` say; null: a path that is no call of TEvo's. */
  readonly operation?: Expected<OperationId> | null
  readonly method?: Expected<HttpMethod>
  /** As it is sent, without the query. */
  readonly path?: Expected<string>
  /** Of the operation's path, `{ order_id: '819974' }`. */
  readonly params?: { readonly [name: string]: Expected<string | number | boolean> }
  readonly query?: { readonly [name: string]: Expected<string | number | boolean> }
  /** By name, in any case. */
  readonly header?: { readonly [name: string]: Expected<string> }
  /** The name of a credential; null: none has the token. */
  readonly credential?: Expected<Names> | null
}

/** What is asked of the body that is sent. */
export interface AskedOfBody {
  /** JSON pointers, and what stands there: `{ '/orders/0/client_id': 107655 }`. */
  readonly where?: { readonly [pointer: `/${string}`]: unknown }
}
