// @ts-check
import { createHmac, hash, timingSafeEqual } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { serve } from '@hono/node-server'
import { Hono } from 'hono'

/**
 * `node floor.js answers.json` does of each request only what cannot be left out: it reads the body, checks the HMAC over
 * the same string, parses and prints the same JSON, and makes the same ETag. The file has the answers by their paths, and
 * the secrets by their tokens.
 */

const [, , file = ''] = process.argv
/** @type {{ answers: { [path: string]: object }, secrets: { [token: string]: string } }} */
const { answers, secrets } = JSON.parse(readFileSync(file, 'utf8'))

const app = new Hono()
app.all('*', async (c) => {
  const { method, url } = c.req
  const { pathname, search } = new URL(url)
  const body = method === 'POST' ? await c.req.text() : ''
  const text = `${method} ${c.req.header('Host')}${pathname}${search === '' ? '?' : search}${body}`
  const expected = createHmac('sha256', secrets[c.req.header('X-Token') ?? ''] ?? '')
    .update(text)
    .digest()
  const given = Buffer.from(c.req.header('X-Signature') ?? '', 'base64')
  if (given.length !== expected.length || !timingSafeEqual(given, expected))
    return c.json({ error: 'Unauthorized' }, 401)
  if (body !== '') JSON.parse(body)
  const printed = JSON.stringify(answers[pathname])
  const headers = { 'Content-Type': 'application/json; charset=utf-8' }
  if (method === 'POST') return c.body(printed, 201, headers)
  return c.body(printed, 200, { ...headers, ETag: `"${hash('sha1', printed).slice(0, 32)}"` })
})
serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) => console.log(`http://127.0.0.1:${port}`))
