// @ts-check
import { readFileSync } from 'node:fs'
import { serve } from '@hono/node-server'
import { Hono } from 'hono'

/** `node bare.js answers.json` serves each answer of the file at its path, and a tiny hello at `/`. */

const file = process.argv[2]
const app = new Hono()
app.get('/', (c) => c.json({ hello: 'world' }))
for (const [path, answer] of Object.entries(file === undefined ? {} : JSON.parse(readFileSync(file, 'utf8')))) {
  app.get(path, (c) => c.json(answer))
  app.post(path, async (c) => {
    await c.req.json()
    return c.json(answer, 201)
  })
}
serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) => console.log(`http://127.0.0.1:${port}`))
