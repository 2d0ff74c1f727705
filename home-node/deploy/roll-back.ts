import { join } from 'node:path'
import { z } from 'zod'
import { makeCloudflareApi } from './cloudflare-api.ts'
import { findContractions } from './contractions.ts'
import { DeployError } from './deploy-error.ts'
import type { DeployOptions } from './deploy-options.ts'
import { findAccount } from './find-account.ts'
import { readLiveVersions } from './live-versions.ts'
import type { DeployContext } from './run-deploy.ts'

/**
 * Has the version before serve again. The database stays as it is: migrations only widen, so the
 * older version finds all it knows. Refuses where one of them took something away.
 */
export async function rollBack(
  { name, isDryRun }: DeployOptions,
  { access, accountId, root, say }: DeployContext,
): Promise<void> {
  if (access === null) throw new DeployError('CLOUDFLARE_API_TOKEN is missing.')
  const api = makeCloudflareApi(access)
  const { id } = await findAccount(api, accountId)
  const account = { api, path: `/accounts/${id}` }
  const [current, previous] = await readLiveVersions(account, name, 2)
  if (current === undefined) throw new DeployError(`There is no Worker named ${name}.`)
  if (previous === undefined) throw new DeployError('There is no version before this one.')
  const label = `${previous.mark?.version ?? 'an unknown version'} (${previous.id})`
  const known = previous.mark?.migration ?? ''
  const contractions = await findContractions(join(root, 'migrations'))
  const narrowing = [...contractions.keys()].filter((each) => each > known)
  if (narrowing.length > 0) {
    throw new DeployError(
      `${label} cannot work with the database any more: ${narrowing.join(', ')} took away what it reads. Set the database back by its bookmark first (worker/design/deploying.md), or mend it forward.`,
    )
  }
  if (isDryRun) return say(`Would go back to ${label}.`)
  await api.post(
    `${account.path}/workers/scripts/${name}/deployments`,
    {
      strategy: 'percentage',
      versions: [{ version_id: previous.id, percentage: 100 }],
      annotations: { 'workers/message': 'Rollback' },
    },
    z.unknown(),
  )
  say(`${label} serves again. The database was not changed.`)
}
