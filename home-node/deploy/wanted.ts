import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parse } from 'smol-toml'
import { z } from 'zod'
import type { DeployOptions } from './deploy-options.ts'

const queuesSchema = z.object({
  producers: z.array(z.looseObject({ queue: z.string() })),
  consumers: z.array(z.looseObject({ queue: z.string(), dead_letter_queue: z.string() })),
})
const productionSchema = z.looseObject({
  name: z.string(),
  vars: z.record(z.string(), z.string()),
  d1_databases: z.tuple([
    z.looseObject({
      database_name: z.string(),
      database_id: z.string(),
      migrations_dir: z.string(),
    }),
  ]),
  r2_buckets: z.tuple([z.looseObject({ bucket_name: z.string() })]),
  queues: queuesSchema,
  vectorize: z.array(z.looseObject({ index_name: z.string() })).optional(),
})
const tomlSchema = z.looseObject({
  main: z.string(),
  assets: z.looseObject({ directory: z.string() }),
  env: z.object({ production: productionSchema }),
})
export type WranglerConfig = z.infer<typeof tomlSchema>

/** What a deployment needs in an account, by name. */
export interface Wanted {
  worker: string
  database: string
  bucket: string
  /** Dead letters first: a consumer names them. */
  queues: string[]
  vectorIndex: { name: string; dimensions: number; metadata: string[] } | null
  /** wrangler.toml with these names, before the database has an id. */
  config: WranglerConfig
}

/** What worker/vectors tells Vectorize about each vector, and filters by. */
const vectorMetadata = ['kind', 'folder']

/** Reads wrangler.toml, the only place that says what the Worker is bound to, under this name. */
export async function readWanted(
  root: string,
  { name, domain, vectors }: Pick<DeployOptions, 'name' | 'domain' | 'vectors'>,
): Promise<Wanted> {
  const config = tomlSchema.parse(parse(await readFile(join(root, 'wrangler.toml'), 'utf8')))
  const { production } = config.env
  const usual = production.name
  const named = (text: string) => (text.startsWith(usual) ? name + text.slice(usual.length) : text)

  production.name = name
  const [database] = production.d1_databases
  const [bucket] = production.r2_buckets
  database.database_name = named(database.database_name)
  bucket.bucket_name = named(bucket.bucket_name)
  for (const producer of production.queues.producers) producer.queue = named(producer.queue)
  for (const consumer of production.queues.consumers) {
    consumer.queue = named(consumer.queue)
    consumer.dead_letter_queue = named(consumer.dead_letter_queue)
  }
  for (const index of production.vectorize ?? []) index.index_name = named(index.index_name)
  if (vectors === 'durable') {
    production.vars.VECTOR_INDEX = 'durable'
    delete production.vectorize
  }
  if (domain !== null) {
    production.routes = [{ pattern: domain, custom_domain: true }]
    production.workers_dev = false
  }
  const index = production.vectorize?.[0]
  const dimensions = Number(production.vars.VECTORIZE_DIMENSIONS ?? 512)
  return {
    worker: name,
    database: database.database_name,
    bucket: bucket.bucket_name,
    queues: [
      ...production.queues.consumers.map((consumer) => consumer.dead_letter_queue),
      ...new Set(production.queues.producers.map(({ queue }) => queue)),
    ],
    vectorIndex:
      (index && { name: index.index_name, dimensions, metadata: vectorMetadata }) || null,
    config,
  }
}
