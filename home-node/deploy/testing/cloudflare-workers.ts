import { randomUUID } from 'node:crypto'
import { type Context, Hono } from 'hono'
import { z } from 'zod'
import type { StoredAccount, StoredVersion, StoredWorker } from './cloudflare-account.ts'
import { answer, refuse } from './cloudflare-answer.ts'

const metadataSchema = z.looseObject({
  main_module: z.string(),
  bindings: z.array(z.looseObject({ name: z.string(), type: z.string() })),
  annotations: z.record(z.string(), z.string()).optional(),
  migrations: z.looseObject({ new_tag: z.string() }).optional(),
})
const subdomainSchema = z.strictObject({ subdomain: z.string().regex(/^[a-z0-9-]{1,63}$/) })
const deploymentSchema = z.looseObject({
  strategy: z.literal('percentage'),
  versions: z.tuple([z.object({ version_id: z.string(), percentage: z.literal(100) })]),
})

/** Workers, their versions, what they are bound to, and where they are reached. */
export function workerRoutes(account: StoredAccount) {
  const { workers } = account
  const missing = (c: Context) =>
    refuse(c, 404, 10_007, 'This Worker does not exist on your account.')

  async function store(c: Context): Promise<StoredVersion | null> {
    const form = await c.req.formData()
    const metadata = metadataSchema.parse(JSON.parse(z.string().parse(form.get('metadata'))))
    if (unboundOf(account, metadata.bindings).length > 0) return null
    const name = c.req.param('script') ?? ''
    const worker = workers.get(name) ?? aWorker()
    workers.set(name, worker)
    for (const binding of metadata.bindings) {
      if (binding.type === 'secret_text')
        worker.secrets.set(binding.name, z.string().parse(binding.text))
    }
    const version = {
      id: randomUUID(),
      message: metadata.annotations?.['workers/message'] ?? null,
      bindings: metadata.bindings,
      objectsTag: metadata.migrations?.new_tag ?? worker.versions.at(-1)?.objectsTag ?? null,
    }
    worker.versions.push(version)
    return version
  }

  const scripts = new Hono()
    .put('/:script', async (c) => {
      const version = await store(c)
      if (!version) return refuse(c, 400, 10_021, 'A binding names what does not exist.')
      const deployment = { id: randomUUID(), versionId: version.id }
      workers.get(c.req.param('script'))?.deployments.push(deployment)
      return answer(c, { id: c.req.param('script'), startup_time_ms: 9, deployment_id: version.id })
    })
    .get('/:script/settings', (c) => {
      const worker = workers.get(c.req.param('script'))
      if (!worker) return missing(c)
      return answer(c, { bindings: worker.versions.at(-1)?.bindings ?? [] })
    })
    .patch('/:script/script-settings', (c) => answer(c, {}))
    .get('/:script/script-settings', (c) => answer(c, {}))
    .get('/:script/secrets', (c) => {
      const worker = workers.get(c.req.param('script'))
      if (!worker) return missing(c)
      return answer(
        c,
        [...worker.secrets.keys()].map((name) => ({ name, type: 'secret_text' })),
      )
    })
    .post('/:script/assets-upload-session', (c) => answer(c, { jwt: 'assets', buckets: [] }))
    .post('/:script/versions', async (c) => {
      if (!workers.has(c.req.param('script'))) return missing(c)
      const version = await store(c)
      if (!version) return refuse(c, 400, 10_021, 'A binding names what does not exist.')
      return answer(c, viewVersion(version))
    })
    .get('/:script/versions/:version', (c) => {
      const version = workers
        .get(c.req.param('script'))
        ?.versions.find(({ id }) => id === c.req.param('version'))
      return version ? answer(c, viewVersion(version)) : missing(c)
    })
    .get('/:script/deployments', (c) => {
      const worker = workers.get(c.req.param('script'))
      if (!worker) return missing(c)
      const deployments = worker.deployments.toReversed().map(({ id, versionId }) => ({
        id,
        source: 'api',
        created_on: '2026-11-01T00:00:00.000Z',
        versions: [{ version_id: versionId, percentage: 100 }],
      }))
      return answer(c, { deployments })
    })
    .post('/:script/deployments', async (c) => {
      const worker = workers.get(c.req.param('script'))
      if (!worker) return missing(c)
      const { versions } = deploymentSchema.parse(await c.req.json())
      const version = worker.versions.find(({ id }) => id === versions[0].version_id)
      if (!version) return missing(c)
      // Cloudflare goes behind no migration of Durable Objects.
      if (version.objectsTag !== worker.versions.at(-1)?.objectsTag) {
        return refuse(c, 400, 10_220, 'Cannot deploy a version before a Durable Object migration.')
      }
      worker.deployments.push({ id: randomUUID(), versionId: version.id })
      return answer(c, { id: worker.deployments.at(-1)?.id })
    })
    .get('/:script/schedules', (c) => {
      const worker = workers.get(c.req.param('script'))
      return worker ? answer(c, { schedules: worker.crons.map((cron) => ({ cron })) }) : missing(c)
    })
    .put('/:script/schedules', async (c) => {
      const worker = workers.get(c.req.param('script'))
      if (!worker) return missing(c)
      const wanted = z.array(z.strictObject({ cron: z.string() })).parse(await c.req.json())
      worker.crons = wanted.map(({ cron }) => cron)
      return answer(c, { schedules: wanted })
    })
    .get('/:script/subdomain', (c) => {
      const worker = workers.get(c.req.param('script'))
      if (!worker) return missing(c)
      return answer(c, { enabled: worker.isOnWorkersDev, previews_enabled: false })
    })
    .post('/:script/subdomain', async (c) => {
      const worker = workers.get(c.req.param('script'))
      if (!worker) return missing(c)
      worker.isOnWorkersDev = z
        .looseObject({ enabled: z.boolean() })
        .parse(await c.req.json()).enabled
      return answer(c, { enabled: worker.isOnWorkersDev, previews_enabled: false })
    })
    .post('/:script/domains/changeset', (c) =>
      answer(c, { added: [], removed: [], updated: [], conflicting: [] }),
    )
    .put('/:script/domains/records', async (c) => {
      const worker = workers.get(c.req.param('script'))
      if (!worker) return missing(c)
      const { origins } = z
        .looseObject({ origins: z.array(z.looseObject({ hostname: z.string() })) })
        .parse(await c.req.json())
      worker.domains = origins.map(({ hostname }) => hostname)
      return answer(c, {})
    })

  return new Hono()
    .route('/scripts', scripts)
    .get('/services/:script', (c) => {
      const worker = workers.get(c.req.param('script'))
      if (!worker) return refuse(c, 404, 10_090, 'workers.api.error.service_not_found')
      const tag = worker.versions.at(-1)?.objectsTag ?? undefined
      return answer(c, {
        default_environment: {
          environment: 'production',
          script: { last_deployed_from: 'wrangler', migration_tag: tag },
        },
      })
    })
    .get('/workers/:script', (c) => {
      const worker = workers.get(c.req.param('script'))
      if (!worker) return missing(c)
      return answer(c, {
        id: c.req.param('script'),
        subdomain: { enabled: worker.isOnWorkersDev, previews_enabled: false },
      })
    })
    .get('/subdomain', (c) => {
      if (account.subdomain === null) {
        return refuse(c, 404, 10_007, 'You do not have a workers.dev subdomain.')
      }
      return answer(c, { subdomain: account.subdomain })
    })
    .put('/subdomain', async (c) => {
      account.subdomain = subdomainSchema.parse(await c.req.json()).subdomain
      return answer(c, { subdomain: account.subdomain })
    })
    .get('/domains', (c) =>
      answer(
        c,
        [...workers].flatMap(([service, { domains }]) =>
          domains.map((hostname) => ({ id: hostname, hostname, service })),
        ),
      ),
    )
}

function aWorker(): StoredWorker {
  return {
    versions: [],
    deployments: [],
    secrets: new Map(),
    crons: [],
    isOnWorkersDev: false,
    domains: [],
  }
}

/** Bindings whose other end is not in the account: Cloudflare takes no such upload. */
function unboundOf(account: StoredAccount, bindings: StoredVersion['bindings']): string[] {
  return bindings
    .filter(({ type, id, database_id, bucket_name, queue_name, index_name }) => {
      const of = (value: unknown) => (typeof value === 'string' ? value : '')
      if (type === 'd1') return !account.databases.has(of(database_id) || of(id))
      if (type === 'r2_bucket') return !account.buckets.has(of(bucket_name))
      if (type === 'queue') return !account.queues.some(({ name }) => name === queue_name)
      if (type === 'vectorize') return !account.indexes.has(of(index_name))
      return false
    })
    .map(({ name }) => name)
}

function viewVersion({ id, message }: StoredVersion) {
  return {
    id,
    metadata: { created_on: '2026-11-01T00:00:00.000Z', has_preview: false },
    annotations: message === null ? {} : { 'workers/message': message },
    resources: { script: { etag: id } },
    startup_time_ms: 9,
  }
}
