import { z } from 'zod'
import type { VaultStatus } from '#contracts/home-node'
import { homeHealthSchema } from '#contracts/home-serve'
import type { WaitingRemovals } from '../disks/removal-breaker.ts'
import { readConnection } from '../link/connection.ts'
import { readIdentity } from '../link/identity.ts'
import { makeWorkerClient, WorkerAwayError, WorkerRefusedError } from '../link/worker-client.ts'
import { readWaiting } from '../mirror/removal-files.ts'
import { readScrubReport, type ScrubReport } from '../mirror/scrub-files.ts'
import { readSnapshotReport, type SnapshotReport } from '../snapshots/keep-snapshots.ts'
import { CommandError } from './command.ts'

export interface Status {
  vault: VaultStatus
  workerUrl: string
  /** Loopback port on which the home node answers; null when it does not. */
  homePort: number | null
  /** What the home node last said of copies that are to leave the disks; null when it never did. */
  removals: WaitingRemovals | null
  /** What it last said of reading copies back again; null when it never did. */
  scrub: ScrubReport | null
  /** What it last said of the snapshots on its disks; null when it never did. */
  snapshots: SnapshotReport | null
}

async function answers(port: number): Promise<boolean> {
  try {
    const url = `http://127.0.0.1:${port}/health`
    const response = await fetch(url, { signal: AbortSignal.timeout(2_000) })
    return homeHealthSchema.safeParse(await response.json()).success
  } catch {
    return false
  }
}

/** Asks the Worker, signed with this home node's identity. Rejects with `CommandError`. */
export async function readStatus(
  stateDir: string,
  env: Record<string, string | undefined>,
): Promise<Status> {
  const identity = await readIdentity(stateDir).catch(() => null)
  const connection = await readConnection(stateDir)
  if (identity === null || connection === null) {
    throw new CommandError(`No home node has joined a vault from ${stateDir}: run npm start first.`)
  }
  const workerUrl = z.url().catch(connection.workerUrl).parse(env.CLOUDVAULT_WORKER_URL)
  const clientId = env.CLOUDVAULT_ACCESS_CLIENT_ID
  const clientSecret = env.CLOUDVAULT_ACCESS_CLIENT_SECRET
  const client = makeWorkerClient({
    workerUrl: new URL(workerUrl).origin,
    identity,
    accessToken: clientId && clientSecret ? { clientId, clientSecret } : null,
    timeoutMs: 10_000,
  })
  try {
    const [vault, isUp, removals, scrub, snapshots] = await Promise.all([
      client.status(),
      answers(connection.port),
      readWaiting(stateDir),
      readScrubReport(stateDir),
      readSnapshotReport(stateDir),
    ])
    return { vault, workerUrl, homePort: isUp ? connection.port : null, removals, scrub, snapshots }
  } catch (error) {
    if (error instanceof WorkerAwayError) {
      throw new CommandError(`The Worker does not answer at ${workerUrl}: is CloudVault running?`)
    }
    if (error instanceof WorkerRefusedError) {
      throw new CommandError(`The Worker refused to tell the status: ${error.message}`)
    }
    throw error
  }
}
