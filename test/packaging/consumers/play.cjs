const { startServer } = require('tevo-local')

startServer()
  .then((server) => server.makeSandbox())
  .then((tevo) => tevo.fetch('/v9/events?per_page=1'))
  .then((answer) => answer.json())
  .then(({ events }) => console.log(events.length))
