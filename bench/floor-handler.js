// @ts-check
import { createHmac, hash, timingSafeEqual } from 'node:crypto'

/**
 * Does of each request only what cannot be left out: it reads the body, checks the HMAC over the same string, parses and
 * prints the same JSON, and makes the same ETag.
 * @param {(token: string) => string | undefined} secretOf
 * @param {(path: string, sent: any) => unknown} answerTo  what it prints; `sent` is the JSON of the body, where there is one
 * @returns {import('hono').Handler}
 */
export const floorHandler = (secretOf, answerTo) => async (c) => {
  const { method, url } = c.req
  const { pathname, search } = new URL(url)
  const body = method === 'POST' ? await c.req.text() : ''
  const text = `${method} ${c.req.header('Host')}${pathname}${search === '' ? '?' : search}${body}`
  const expected = createHmac('sha256', secretOf(c.req.header('X-Token') ?? '') ?? '')
    .update(text)
    .digest()
  const given = Buffer.from(c.req.header('X-Signature') ?? '', 'base64')
  if (given.length !== expected.length || !timingSafeEqual(given, expected))
    return c.json({ error: 'Unauthorized' }, 401)
  const sent = body === '' ? undefined : JSON.parse(body)
  const printed = JSON.stringify(answerTo(pathname, sent))
  const headers = { 'Content-Type': 'application/json; charset=utf-8' }
  if (method === 'POST') return c.body(printed, 201, headers)
  return c.body(printed, 200, { ...headers, ETag: `"${hash('sha1', printed).slice(0, 32)}"` })
}
