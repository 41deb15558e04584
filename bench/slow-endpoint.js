// @ts-check
import { createServer } from 'node:http'

/** `node slow-endpoint.js 2000` takes webhooks, and answers each of them after so many milliseconds. */
const delay_ms = Number(process.argv[2])
const server = createServer((request, answer) => {
  request.resume()
  setTimeout(() => answer.end(), delay_ms)
}).listen(0, '127.0.0.1', () => {
  const address = server.address()
  if (typeof address === 'object') console.log(`http://127.0.0.1:${address?.port}`)
})
