import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Child, startChild } from '../launch/child.ts'
import { freePort } from '../launch/ports.ts'

/** Starts the bare Worker of worker/bench with its objects below `folder`. */
export async function startBareWorker(
  root: string,
  folder: string,
): Promise<{ url: string; child: Child }> {
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const child = startChild({
    name: 'bare Worker',
    args: ['home-node/bench/serve-bare.ts', String(port), join(folder, 'bare')],
    cwd: root,
    // Its memory is found by this folder, as a vault's is by its own.
    env: { CLOUDVAULT_BARE: folder },
    logPath: join(folder, 'bare.log'),
  })
  for (let waitedMs = 0; waitedMs < 30_000; waitedMs += 100) {
    const response = await fetch(`${url}/warm`, { method: 'PUT', body: 'warm' }).catch(() => null)
    if (response?.status === 201) return { url, child }
    await sleep(100)
  }
  await child.stop()
  throw new Error(`The bare Worker did not answer:\n${child.tail()}`)
}
