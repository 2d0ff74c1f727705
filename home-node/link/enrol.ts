import { setTimeout as sleep } from 'node:timers/promises'
import type { Config } from '../config.ts'
import type { Log } from '../log.ts'
import { backOffMs } from '../retry.ts'
import { type Identity, loadIdentity, rememberWorkerKey } from './identity.ts'
import { makeWorkerClient, WorkerAwayError, WorkerRefusedError } from './worker-client.ts'

/** The home node cannot join; `message` is one sentence for the person who started it. */
export class EnrolError extends Error {
  override name = 'EnrolError'
}

/** What joining yields: an identity that knows the Worker's key. */
export type EnrolledIdentity = Identity & { workerKey: NonNullable<Identity['workerKey']> }

/**
 * Joins with the one-time code, unless this home node has joined before. Waits, for as long as it
 * takes, for a Worker that is not up yet. Throws `EnrolError` when there is no code or it is refused.
 */
export async function ensureEnrolled(
  config: Config,
  log: Log,
  signal: AbortSignal,
): Promise<EnrolledIdentity> {
  const identity = await loadIdentity(config.stateDir)
  if (identity.workerKey !== null) return { ...identity, workerKey: identity.workerKey }
  const code = config.joinCode
  if (code === null) {
    throw new EnrolError('This home node has not joined yet: set CLOUDVAULT_JOIN_CODE once.')
  }
  const client = makeWorkerClient({ ...config, identity, signal })
  for (let attempt = 0; ; attempt++) {
    try {
      const answer = await client.enrol({
        code,
        homeNodeId: identity.homeNodeId,
        name: config.name,
        publicKey: identity.publicKey,
      })
      const enrolled = await rememberWorkerKey(config.stateDir, answer.workerPublicKey)
      if (enrolled.workerKey === null) throw new Error('the identity was not written')
      log.say(`Joined ${config.workerUrl} as "${config.name}".`)
      return { ...enrolled, workerKey: enrolled.workerKey }
    } catch (error) {
      if (error instanceof WorkerRefusedError) {
        throw new EnrolError(`The Worker refused to let this home node join: ${error.message}`)
      }
      if (!(error instanceof WorkerAwayError) || signal.aborted) throw error
      if (attempt === 20) log.say(`Still waiting for the Worker at ${config.workerUrl}.`)
      await sleep(backOffMs(attempt, 100, 5_000), undefined, { signal })
    }
  }
}
