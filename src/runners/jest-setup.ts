import { startForRun } from './jest-server.ts'

/** For `globalSetup` of Jest: one server for the whole run, or the one that the environment names. */
export default (): Promise<void> => startForRun()
