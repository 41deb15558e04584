import test from 'node:test'
import { startServer } from 'tevo-local'

test('a server that nobody stops does not keep the process alive', async () => {
  const tevo = await (await startServer()).makeSandbox()
  const { status } = await tevo.fetch('/v9/events')
  if (status !== 200) throw new Error(`the answer is ${status}`)
})
