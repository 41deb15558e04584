import { describe, expect, onTestFinished, test } from 'vitest'
import { controlPlane } from '../../src/routes/control/control.ts'
import { sandboxControl } from '../../src/routes/control/sandbox-control.ts'
import { start } from '../../src/start.ts'
import { serve } from '../harness.ts'
import { send } from '../http.ts'
import { expectProblem } from './problem.ts'

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']

/** A server with a fault, a snapshot, a webhook endpoint, a service and a request, and the routes of its control plane. */
async function stage() {
  const { url, context, stop } = await start({ port: 0 })
  onTestFinished(stop)
  const call = (method: string, path: string, body?: object) =>
    send(url, method, path, {}, body === undefined ? undefined : Buffer.from(JSON.stringify(body)))
  const within = '/_local/sandboxes/default'
  await call('POST', `${within}/faults`, { id: '1', effect: { type: 'reset' }, match: { operation: 'orders.create' } })
  await call('POST', `${within}/snapshots`, { id: '1' })
  await call('POST', `${within}/webhooks`, { url: 'http://127.0.0.1:9/webhooks' })
  await call('PUT', `${within}/order_integrations/1700`, { url: 'http://127.0.0.1:9', key: 'key' })
  await call('GET', '/v9/brokerages')

  const registered = [...controlPlane(context).routes, ...sandboxControl(context).routes].filter(
    ({ method }) => method !== 'ALL',
  )
  const routes = registered.map(({ method, path }) => ({
    method,
    path: path
      .replace(':name', 'default')
      .replace(':table/:id', 'categories/1')
      .replace(':table', 'categories')
      .replace(':office_id', '1700')
      .replace(/requests\/:id/, 'requests/req_1')
      .replace(':id', '1'),
  }))
  const parts = ['', '/world', '/requests', '/faults', '/snapshots', '/webhooks', '/webhooks/deliveries', '/autopilot']
  const whole = async () => {
    const paths = ['/_local/sandboxes', ...parts.map((part) => within + part), `${within}/order_integrations`]
    const answers = await Promise.all(paths.map((path) => call('GET', path)))
    return answers.map(({ text }) => text.replaceAll(/"now":"[^"]+"/g, '"now"'))
  }
  return { routes, call, whole }
}

test('every route refuses a query parameter that it does not read, and does nothing', async () => {
  const { routes, call, whole } = await stage()
  const before = await whole()
  expect(routes.length).toBeGreaterThan(40)

  for (const { method, path } of routes) {
    const answer = await call(method, `${path}?unknown=1`)
    expectProblem(answer, 400, new RegExp(`^${method} ${path} does not take the query parameter "unknown": it takes `))
  }

  expect(await whole()).toEqual(before)
})

test('every path answers a method that it does not have with 405, and says which it has', async () => {
  const { routes, call, whole } = await stage()
  const before = await whole()

  for (const path of new Set(routes.map((route) => route.path))) {
    const has = routes.flatMap((route) => (route.path === path ? [route.method] : []))
    const allowed = has.flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : [method]))
    for (const method of METHODS.filter((method) => !allowed.includes(method))) {
      const { status, headers } = await call(method, path)
      expect({ method, path, status, allow: headers.allow?.split(', ') }).toEqual({
        method,
        path,
        status: 405,
        allow: allowed,
      })
    }
  }

  expect(await whole()).toEqual(before)
})

describe('a query parameter', () => {
  test.for<[method: string, path: string, detail: RegExp]>([
    ['DELETE', '/requests?operation=orders.create', /^DELETE \S+ does not take .* "operation": it takes none$/],
    ['GET', '/requests?operaton=x', /"operaton": did you mean "operation"\? It takes operation, status, .*limit$/],
    ['GET', '/requests?limit=1&a=1&b=2&a=3', /the query parameters "a", "b": it takes operation/],
    ['GET', '/requests?__proto__=1', /"__proto__"/],
    ['GET', '/webhooks/deliveries?order=1', /"order": it takes event_type/],
    ['GET', '/records/events?after=1', /"after": it takes limit, before$/],
  ])('%s %s', async ([method, path, detail]) => {
    const server = await serve()

    const answer = await server.control(method, path)

    expectProblem(answer, 400, detail)
  })

  test('of a HEAD is refused as that of a GET', async () => {
    expect((await (await serve()).control('HEAD', '/clock?x')).status).toBe(400)
  })

  test('by the thousand is named twenty times', async () => {
    const query = Array.from({ length: 1_000 }, (_, nth) => `p${nth}`).join('&')

    const answer = await (await serve()).control('GET', `/clock?${query}`)

    expectProblem(answer, 400, /"p0", .*"p19" and 980 more: it takes none$/)
  })
})

test('a wrong method says which to use', async () => {
  const { url, control } = await serve()

  expectProblem(await control('PUT', '/requests'), 405, /^\S+\/requests does not take PUT: use GET, DELETE$/)
  // A path of its own, although it looks like one of an endpoint.
  expectProblem(await control('PATCH', '/webhooks/deliveries', {}), 405, /use GET$/)
  expectProblem(await send(url, 'POST', '/_local/health'), 405, /^\/_local\/health does not take POST: use GET$/)
})
