import { type Certificates, certify, type Keys, makeKeys } from '../../src/certificates/authority.ts'
import { SERVED_HOSTS } from '../../src/signing/hosts.ts'

const DAY_MS = 86_400_000

interface Wanted {
  readonly hosts?: readonly string[]
  readonly from_ms?: number
  /** By another authority than that of the others. */
  readonly isByAnother?: boolean
}

/** For one test file: its keys are made once, for they take some tenths of a second. */
export function useCertificates() {
  let keys: Promise<[Keys, Keys]> | undefined

  /** As `tevo-local certs` makes them, valid from yesterday on where nothing else is said. */
  async function certificates(wanted: Wanted = {}): Promise<Certificates> {
    const { hosts = SERVED_HOSTS, from_ms = Date.now() - DAY_MS, isByAnother = false } = wanted
    keys ??= Promise.all([makeKeys(), makeKeys()])
    const [one, other] = await keys
    const all = { hosts, days: 30, from_ms }
    return isByAnother ? certify(all, other, one) : certify(all, one, other)
  }

  async function keyPair(): Promise<{ cert: string; key: string }> {
    const { server, key } = await certificates()
    return { cert: server, key }
  }

  return { certificates, keyPair }
}
