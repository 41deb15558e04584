// @ts-check
import { readFileSync } from 'node:fs'
import { megabytes } from './units.js'

const BYTES_OF_A_KILOBYTE = 1024
const RUNS = 5

/**
 * The memory of a server that has answered one request. No row where the system does not tell it: Linux does.
 * @param {import('./servers.js').Servers} servers
 * @returns {Promise<import('./table.js').Row[]>}
 */
export async function idleRows(servers) {
  const measured = []
  for (let run = 0; run < RUNS; run += 1) {
    const { pid, stop } = await servers.serve()
    measured.push(residentBytes(pid))
    await stop()
  }
  if (measured.some(Number.isNaN)) return []
  return [{ what: 'idle memory', measured, print: megabytes, aim: { must: 75e6, atMost: 60e6 } }]
}

/** @param {number | undefined} pid */
function residentBytes(pid) {
  try {
    return Number(/^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) * BYTES_OF_A_KILOBYTE
  } catch {
    return Number.NaN
  }
}
