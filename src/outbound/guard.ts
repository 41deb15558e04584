import { type LookupAddress, type LookupOptions, lookup as resolveName } from 'node:dns'
import { BlockList, isIP } from 'node:net'

/**
 * Which addresses may be called. A developer's service is on this machine or in a private network, so those are allowed;
 * where a cloud gives out the machine's own credentials is not.
 */

const REFUSED = new BlockList()
REFUSED.addSubnet('169.254.0.0', 16, 'ipv4')
REFUSED.addSubnet('fe80::', 10, 'ipv6')
// The same, written as addresses that a translator of IPv6 turns into IPv4.
REFUSED.addSubnet('64:ff9b::a9fe:0', 112, 'ipv6')
REFUSED.addSubnet('2002:a9fe::', 32, 'ipv6')
// Metadata of Amazon over IPv6, Alibaba, Azure and Oracle.
for (const address of ['100.100.100.200', '168.63.129.16', '192.0.0.192']) REFUSED.addAddress(address, 'ipv4')
REFUSED.addAddress('fd00:ec2::254', 'ipv6')

/** Why an address may not be called; null: it may. */
export function refusedAddress(address: string): string | null {
  const isRefused = REFUSED.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4')
  return isRefused ? `${address} is a link-local or cloud metadata address, which is not called` : null
}

/** The address that is written in a URL itself; null where it has a name, which `guardedLookup` checks. */
export function addressIn({ hostname }: URL): string | null {
  const address = hostname.replace(/^\[|\]$/g, '')
  return isIP(address) === 0 ? null : address
}

type Found = (problem: Error | null, address: string | LookupAddress[], family?: number) => void

/** Looks names up as Node does, and hands out only addresses that may be called: these are then the ones that are called. */
export const guarding =
  (resolve: typeof resolveName) =>
  (hostname: string, options: LookupOptions, found: Found): void => {
    resolve(hostname, { ...options, all: true }, (problem, addresses) => {
      const refused = problem ?? refusalOf(hostname, addresses)
      const [first] = addresses ?? []
      if (refused !== null || first === undefined) found(refused ?? new Error(`${hostname} has no address`), [])
      else if (options.all) found(null, addresses)
      else found(null, first.address, first.family)
    })
  }

export const guardedLookup = guarding(resolveName)

/** One refused address is enough: which of them is called is not ours to choose. */
function refusalOf(hostname: string, addresses: readonly LookupAddress[]): Error | null {
  for (const { address } of addresses) {
    const why = refusedAddress(address)
    if (why !== null) return new Error(`${hostname} leads to ${why}`)
  }
  return null
}
