import { randomBytes } from 'node:crypto'
import { z } from 'zod'
import type { BuildMark } from './build-mark.ts'
import { missingSecrets, readRemoteSecrets } from './deploy-secrets.ts'
import { readLiveVersions } from './live-versions.ts'
import type { Account, Found, Part } from './part.ts'
import type { Wanted } from './wanted.ts'

const subdomainSchema = z.object({ subdomain: z.string() })

/** The account's name below workers.dev, which an account that never had a Worker lacks. */
export function subdomainPart(): Part {
  return {
    kind: 'workers.dev',
    name: 'a name of the account',
    look: async (account) => ({ isThere: (await readSubdomain(account)) !== null }),
    make: async ({ api, path }) => {
      const subdomain = `vault-${randomBytes(4).toString('hex')}`
      await api.put(`${path}/workers/subdomain`, { subdomain }, subdomainSchema)
    },
  }
}

export async function readSubdomain({ api, path }: Account): Promise<string | null> {
  const found = await api.find(`${path}/workers/subdomain`, subdomainSchema)
  return found?.subdomain ?? null
}

/** Whether everything that a finished upload leaves behind is there. */
export async function lookAtWorker(
  account: Account,
  wanted: Wanted,
  mark: BuildMark,
): Promise<Found> {
  const [live] = await readLiveVersions(account, wanted.worker, 1)
  if (live === undefined) return { isThere: false, note: 'its first version' }
  if (live.mark?.build !== mark.build) {
    return { isThere: false, note: `${live.mark?.version ?? 'another version'} → ${mark.version}` }
  }
  const lacking = missingSecrets(await readRemoteSecrets(account, wanted.worker))
  if (lacking.length > 0) return { isThere: false, note: `lacks ${lacking.join(', ')}` }
  const isWhole = await hasTriggers(account, wanted)
  return { isThere: isWhole, ...(isWhole ? {} : { note: 'was uploaded and not finished' }) }
}

const schedulesSchema = z.object({ schedules: z.array(z.object({ cron: z.string() })) })
const queuesSchema = z.array(
  z.object({
    queue_name: z.string(),
    consumers: z.array(z.object({ script: z.string().optional(), service: z.string().optional() })),
  }),
)
const onWorkersDevSchema = z.object({ enabled: z.boolean() })
const domainsSchema = z.array(z.object({ hostname: z.string(), service: z.string() }))

/** wrangler sets the cron, consumers and address after the upload: a run may have ended in between. */
async function hasTriggers(account: Account, { worker, config }: Wanted): Promise<boolean> {
  const { api, path } = account
  const { production } = config.env
  const script = `${path}/workers/scripts/${worker}`
  const { schedules } = await api.get(`${script}/schedules`, schedulesSchema)
  if (schedules.length === 0) return false
  for (const { queue: name } of production.queues.consumers) {
    const queues = await api.get(`${path}/queues?name=${name}`, queuesSchema)
    const consumers = queues.find((queue) => queue.queue_name === name)?.consumers ?? []
    if (!consumers.some(({ script, service }) => (script ?? service) === worker)) return false
  }
  const [route] = z
    .array(z.object({ pattern: z.string() }))
    .default([])
    .parse(production.routes)
  if (route === undefined) return (await api.get(`${script}/subdomain`, onWorkersDevSchema)).enabled
  const domains = await api.get(`${path}/workers/domains?service=${worker}`, domainsSchema)
  return domains.some(({ hostname }) => hostname === route.pattern)
}
