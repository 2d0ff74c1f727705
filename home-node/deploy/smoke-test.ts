import { setTimeout as sleep } from 'node:timers/promises'
import { readinessSchema } from '#contracts/health'
import { DeployError } from './deploy-error.ts'

const waitMs = 120_000
const pauseMs = 3_000

/**
 * Waits until the deployment says that database and bucket answer; a new name on workers.dev takes a
 * minute to be known. Throws `DeployError` with what is wrong and the way back.
 */
export async function awaitReady(url: string, reach: typeof fetch): Promise<void> {
  let last = 'it cannot be reached'
  for (let waited = 0; waited < waitMs; waited += pauseMs) {
    const response = await reach(`${url}/readyz`, {
      redirect: 'error',
      signal: AbortSignal.timeout(10_000),
    }).catch(() => null)
    const parsed = readinessSchema.safeParse(await response?.json().catch(() => null))
    if (parsed.data?.ready) return
    if (parsed.data) {
      const { database, bucket } = parsed.data.parts
      last = `database ${database}, bucket ${bucket}`
    } else if (response) {
      last = `it answers ${response.status}`
      // The Worker itself fails: waiting changes nothing, and somebody is without a vault.
      if (response.status === 500) break
    }
    await sleep(pauseMs)
  }
  throw new DeployError(
    `The new version is up at ${url} and not ready: ${last}. Back to the one before: npm run deploy -- rollback`,
  )
}
