import { startServer } from 'tevo-local'

const tevo = await (await startServer()).makeSandbox()
const { events } = await (await tevo.fetch('/v9/events?per_page=1')).json()
console.log(events.length)
