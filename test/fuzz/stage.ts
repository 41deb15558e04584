import type { Snapshot } from '../../src/sandbox/sandbox.ts'
import { serveUntilStopped, type TestServer } from '../harness.ts'
import { type Scene, setScene } from '../invariants/scene.ts'
import { setControlScene, TAKEN } from './control.ts'

/** A server where everything has something to work on, that is as it was before every input. */
export interface Stage {
  readonly server: TestServer
  readonly scene: Scene
  startAgain(): void
  /** After an input: puts back what it has changed. Throws when it was a refusal, which changes nothing. */
  putBack(isRefused: boolean): void
}

export async function setStage(): Promise<Stage> {
  // The clock stands, and nothing is sent to others: an input alone decides what it comes to.
  const server = await serveUntilStopped({
    clock_ms: Date.UTC(2026, 0, 1),
    isOutboundAllowed: false,
    journalEntries: 100,
    // As the program does it. `npm test` runs other tests in this process.
    replaceGlobals: process.env.TEVO_FUZZ !== undefined,
  })
  const scene = await setScene(server)
  await setControlScene(server)
  const { sandboxes } = server.context
  const sandbox = sandboxes.defaultSandbox
  const first: Snapshot = sandboxes.takeSnapshot(sandbox, TAKEN)
  let state = sandbox.state()

  const look = () => ({
    faults: sandbox.faults.list().map(({ id }) => id),
    snapshots: [...sandbox.snapshots.keys()],
    sandboxes: sandboxes.all().map(({ name }) => name),
  })
  const before = JSON.stringify(look())
  /** Null: nothing has. */
  const changed = (): string | null => {
    if (sandbox.state() !== state) return 'the records are others'
    const now = JSON.stringify(look())
    return now === before ? null : `there was ${before}, and is ${now}`
  }
  const startAgain = () => {
    sandboxes.deleteAll()
    for (const snapshot of [...sandbox.snapshots.values()]) sandboxes.deleteSnapshot(sandbox, snapshot)
    sandbox.restore(first)
    sandboxes.takeSnapshot(sandbox, TAKEN)
    state = sandbox.state()
  }

  return {
    server,
    scene,
    startAgain,
    putBack: (isRefused) => {
      const what = changed()
      if (what === null) return
      startAgain()
      if (isRefused) throw new Error(`it is a refusal, and changed something: ${what}`)
    },
  }
}
