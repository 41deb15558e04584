import { stopAfterRun } from './jest-server.ts'

/** For `globalTeardown` of Jest, beside the set-up. */
export default (): Promise<void> => stopAfterRun()
