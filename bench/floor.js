// @ts-check
import { readFileSync } from 'node:fs'
import { serve } from '@hono/node-server'
import { Hono } from 'hono'
import { floorHandler } from './floor-handler.js'

/** `node floor.js answers.json` is the floor. The file has the answers by their paths, and the secrets by their tokens. */

const [, , file = ''] = process.argv
/** @type {{ answers: { [path: string]: object }, secrets: { [token: string]: string } }} */
const { answers, secrets } = JSON.parse(readFileSync(file, 'utf8'))

const app = new Hono()
app.all(
  '*',
  floorHandler(
    (token) => secrets[token],
    (path) => answers[path],
  ),
)
serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) => console.log(`http://127.0.0.1:${port}`))
