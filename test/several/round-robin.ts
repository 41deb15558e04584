import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

/** A load balancer for connections, as that of Kubernetes is one: each new connection goes to the next process. */
export interface RoundRobin {
  readonly url: string
  readonly port: number
  /** Sends new connections to these, from now on. */
  to(urls: readonly string[]): void
  stop(): Promise<void>
}

/** A process that takes no connection is passed over, and the next one is tried. */
export async function roundRobin(urls: readonly string[]): Promise<RoundRobin> {
  let targets = urls
  let next = 0
  const open = new Set<Socket>()
  const server = createServer({ allowHalfOpen: true, noDelay: true }, (client) => {
    open.add(client)
    client.once('close', () => open.delete(client))
    client.on('error', () => {})
    join(client, targets.length)
  })
  const join = (client: Socket, tries: number): void => {
    const target = targets[next++ % targets.length]
    if (target === undefined || tries === 0) return void client.destroy()
    const { hostname, port } = new URL(target)
    const process = connect({ host: hostname, port: Number(port), allowHalfOpen: true, noDelay: true })
    const again = () => join(client, tries - 1)
    process.once('error', again)
    process.once('connect', () => {
      process.off('error', again)
      oneWay(client, process)
      oneWay(process, client)
    })
  }
  const port = await new Promise<number>((resolve) =>
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port)),
  )
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    to: (urls) => {
      targets = urls
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        for (const client of open) client.destroy()
      }),
  }
}

/** Bytes, and how they end: with a FIN, or cut. */
function oneWay(from: Socket, to: Socket): void {
  from.on('data', (bytes) => {
    if (!to.write(bytes)) {
      from.pause()
      to.once('drain', () => from.resume())
    }
  })
  from.on('end', () => to.end())
  from.on('error', () => to.resetAndDestroy())
  from.on('close', (isBroken) => {
    if (!isBroken) to.destroySoon()
  })
}

/** A port on which nobody listens at this moment. */
export async function freePort(): Promise<number> {
  const { port, stop } = await roundRobin([])
  await stop()
  return port
}
