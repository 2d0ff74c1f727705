import { randomUUID } from 'node:crypto'
import type { DatabaseSync } from 'node:sqlite'
import { Hono } from 'hono'
import { z } from 'zod'
import { aDatabase, type StoredAccount } from './cloudflare-account.ts'
import { answer, refuse } from './cloudflare-answer.ts'

const nameSchema = z.strictObject({ name: z.string().regex(/^[a-z0-9-]{2,64}$/) })
const querySchema = z.strictObject({ sql: z.string(), params: z.array(z.string()).optional() })

/** D1: real SQLite behind the calls, each call in one transaction. */
export function databaseRoutes({ databases }: StoredAccount) {
  return new Hono()
    .get('/', (c) => {
      const wanted = c.req.query('name') ?? ''
      // As Cloudflare does: the name is a part of what is looked for.
      const found = [...databases].filter(([, { name }]) => name.includes(wanted))
      return answer(
        c,
        found.map(([uuid, { name }]) => ({ uuid, name, version: 'production' })),
      )
    })
    .post('/', async (c) => {
      const { name } = nameSchema.parse(await c.req.json())
      if ([...databases.values()].some((database) => database.name === name)) {
        return refuse(c, 400, 7502, `Database with name '${name}' already exists`)
      }
      const uuid = randomUUID()
      databases.set(uuid, aDatabase(name))
      return answer(c, { uuid, name, version: 'production' })
    })
    .get('/:id/time_travel/bookmark', (c) => {
      if (!databases.has(c.req.param('id')))
        return refuse(c, 404, 7404, 'The database was not found')
      return answer(c, { bookmark: '00000085-0000024c-00004c6d-8e61117bf38d7adb71b934ebbf891683' })
    })
    .post('/:id/query', async (c) => {
      const database = databases.get(c.req.param('id'))
      if (!database) return refuse(c, 404, 7404, 'The database was not found')
      const { sql, params } = querySchema.parse(await c.req.json())
      const { sqlite } = database
      try {
        sqlite.exec('BEGIN')
        // Several statements take no parameters, one answers rows.
        const results = run(sqlite, sql, params)
        sqlite.exec('COMMIT')
        return answer(c, [{ success: true, results, meta: {} }])
      } catch (error) {
        if (sqlite.isTransaction) sqlite.exec('ROLLBACK')
        return refuse(c, 400, 7500, error instanceof Error ? error.message : String(error))
      }
    })
}

/** One statement answers rows; several take no parameters. */
function run(sqlite: DatabaseSync, sql: string, params: string[] | undefined): unknown[] {
  if (params !== undefined || !sql.includes(';')) return sqlite.prepare(sql).all(...(params ?? []))
  sqlite.exec(sql)
  return []
}

const rulesSchema = z.strictObject({
  rules: z.array(
    z.strictObject({
      id: z.string(),
      enabled: z.boolean(),
      conditions: z.strictObject({ prefix: z.string().optional() }),
      abortMultipartUploadsTransition: z
        .strictObject({
          condition: z.strictObject({ type: z.literal('Age'), maxAge: z.int().positive() }),
        })
        .optional(),
    }),
  ),
})

export function bucketRoutes(account: StoredAccount) {
  const { buckets } = account
  return new Hono()
    .use(async (c, next) => {
      if (!account.hasR2) {
        return refuse(c, 403, 10_042, 'Please enable R2 through the Cloudflare Dashboard.')
      }
      return await next()
    })
    .get('/buckets/:name', (c) => {
      const name = c.req.param('name')
      if (!buckets.has(name)) return refuse(c, 404, 10_006, 'The specified bucket does not exist.')
      return answer(c, { name, creation_date: '2026-11-01T00:00:00.000Z' })
    })
    .post('/buckets', async (c) => {
      const { name } = nameSchema.parse(await c.req.json())
      if (buckets.has(name)) {
        return refuse(
          c,
          409,
          10_004,
          'The bucket you tried to create already exists, and you own it.',
        )
      }
      buckets.set(name, { rules: [] })
      return answer(c, { name })
    })
    .get('/buckets/:name/lifecycle', (c) => {
      const bucket = buckets.get(c.req.param('name'))
      if (!bucket) return refuse(c, 404, 10_006, 'The specified bucket does not exist.')
      return answer(c, { rules: bucket.rules })
    })
    .put('/buckets/:name/lifecycle', async (c) => {
      const bucket = buckets.get(c.req.param('name'))
      if (!bucket) return refuse(c, 404, 10_006, 'The specified bucket does not exist.')
      bucket.rules = rulesSchema.parse(await c.req.json()).rules
      return answer(c, {})
    })
}

const consumerSchema = z.looseObject({
  type: z.literal('worker'),
  script_name: z.string(),
  dead_letter_queue: z.string().optional(),
})

export function queueRoutes({ queues }: StoredAccount) {
  const view = ({ id, name, consumers }: (typeof queues)[number]) => ({
    queue_id: id,
    queue_name: name,
    producers: [],
    producers_total_count: 0,
    consumers: consumers.map(viewConsumer),
    consumers_total_count: consumers.length,
  })
  return new Hono()
    .get('/', (c) => {
      const names = c.req.queries('name')
      return answer(c, queues.filter(({ name }) => !names || names.includes(name)).map(view))
    })
    .post('/', async (c) => {
      const { queue_name: name } = z
        .strictObject({ queue_name: z.string() })
        .parse(await c.req.json())
      if (queues.some((queue) => queue.name === name)) {
        return refuse(c, 409, 11_009, `Queue name '${name}' is already taken.`)
      }
      const queue = { id: randomUUID(), name, consumers: [] }
      queues.push(queue)
      return answer(c, view(queue))
    })
    .get('/:id/consumers', (c) => {
      const queue = queues.find(({ id }) => id === c.req.param('id'))
      return queue
        ? answer(c, queue.consumers.map(viewConsumer))
        : refuse(c, 404, 11_000, 'Queue not found')
    })
    .post('/:id/consumers', async (c) => {
      const queue = queues.find(({ id }) => id === c.req.param('id'))
      const body = consumerSchema.parse(await c.req.json())
      const dead = body.dead_letter_queue ?? null
      if (!queue || (dead !== null && !queues.some(({ name }) => name === dead))) {
        return refuse(c, 404, 11_000, 'Queue not found')
      }
      const consumer = { id: randomUUID(), script: body.script_name, deadLetters: dead }
      queue.consumers.push(consumer)
      return answer(c, viewConsumer(consumer))
    })
    .put('/:id/consumers/:consumer', async (c) => {
      consumerSchema.parse(await c.req.json())
      return answer(c, {})
    })
}

function viewConsumer({
  id,
  script,
  deadLetters,
}: StoredAccount['queues'][number]['consumers'][number]) {
  return { consumer_id: id, type: 'worker', script, dead_letter_queue: deadLetters, settings: {} }
}

const indexSchema = z.strictObject({
  name: z.string(),
  description: z.string().optional(),
  config: z.strictObject({ dimensions: z.int().max(1_536), metric: z.literal('cosine') }),
})
const metadataSchema = z.strictObject({
  propertyName: z.string(),
  indexType: z.enum(['string', 'number', 'boolean']),
})

export function vectorRoutes({ indexes }: StoredAccount) {
  return new Hono()
    .get('/:name', (c) => {
      const index = indexes.get(c.req.param('name'))
      if (!index) return refuse(c, 404, 3_000, 'vectorize.index.not_found')
      const { dimensions, metric } = index
      return answer(c, { name: c.req.param('name'), config: { dimensions, metric } })
    })
    .post('/', async (c) => {
      const { name, config } = indexSchema.parse(await c.req.json())
      if (indexes.has(name)) return refuse(c, 409, 3_002, 'vectorize.index.duplicate_name')
      indexes.set(name, { ...config, metadata: new Map() })
      return answer(c, { name, config })
    })
    .get('/:name/metadata_index/list', (c) => {
      const metadata = indexes.get(c.req.param('name'))?.metadata
      if (!metadata) return refuse(c, 404, 3_000, 'vectorize.index.not_found')
      return answer(c, {
        metadataIndexes: [...metadata].map(([propertyName, indexType]) => ({
          propertyName,
          indexType,
        })),
      })
    })
    .post('/:name/metadata_index/create', async (c) => {
      const metadata = indexes.get(c.req.param('name'))?.metadata
      if (!metadata) return refuse(c, 404, 3_000, 'vectorize.index.not_found')
      const { propertyName, indexType } = metadataSchema.parse(await c.req.json())
      metadata.set(propertyName, indexType)
      return answer(c, { mutationId: randomUUID() })
    })
}
