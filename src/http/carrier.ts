import type { Socket } from 'node:net'

const carriers = new WeakMap<Socket, Socket>()

/** A connection of TLS, and the one of TCP that carries its bytes. */
export function noteCarrier(secure: Socket, carrier: Socket): void {
  carriers.set(secure, carrier)
}

/** The TCP connection of a request: on it alone an RST can be sent. */
export const carrierOf = (socket: Socket): Socket => carriers.get(socket) ?? socket

/** Whether what comes over it is encrypted on its way. */
export const isSecure = (socket: Socket): boolean => 'encrypted' in socket && socket.encrypted === true
