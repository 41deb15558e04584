import jsonServer from 'json-server'

/** `node serve.js db.json` serves the file as `json-server db.json` does, without its log. */

const server = jsonServer.create()
server.use(jsonServer.defaults({ logger: false }))
server.use(jsonServer.router(process.argv[2]))
const listening = server.listen(0, '127.0.0.1', () => console.log(`http://127.0.0.1:${listening.address().port}`))
