// @ts-check
import { matchOperation } from '../src/routes/router.ts'

/**
 * An operation as it is called without HTTP, inside a transaction.
 * @param {import('../src/http/context.ts').ServerContext} context
 * @param {{ token: string }} credential
 * @param {string} method
 * @param {string} target
 */
export function operationCalled(context, { token }, method, target) {
  const { sandbox, caller } = context.sandboxes.byToken(token)
  const { operation, params } = matchOperation(method, target)
  if (!caller || !operation?.emulated) throw new Error(`${token} cannot call ${method} ${target}`)
  const { settings } = sandbox
  return {
    /** The schema of its body. */
    schema: operation.input?.().body,
    /**
     * @param {import('../src/store/transaction.ts').Transaction} tx
     * @param {unknown} body  as the schema has understood it
     * @param {() => any} sent  the JSON as it came
     */
    handle: (tx, body, sent) =>
      operation.handle({
        tx,
        caller,
        settings,
        params,
        query: {},
        body,
        target,
        sent,
        note: () => {},
        prepared: undefined,
      }),
  }
}
