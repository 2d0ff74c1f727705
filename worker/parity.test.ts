import { env } from 'cloudflare:workers'
import { parse } from 'smol-toml'
import { beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import wranglerToml from '../wrangler.toml?raw'
import { hashPassword } from './accounts/password.ts'
import { operationAt } from './testing/described-answers.ts'
import { aUser, request, testDeps, watchDatabaseTrips } from './testing/harness.ts'
import { jpegLike } from './testing/pictures.ts'
import { hotRoutes, tripsAllowed } from './testing/trip-limits.ts'
import { statementsOfUsualDay } from './testing/usual-day.ts'
import { watchBucket } from './testing/watched-bucket.ts'
import type { WatchedStatement } from './testing/watched-database.ts'

/*
 * What Cloudflare refuses and the emulator lets pass: everything here works on one machine whether
 * or not these hold, and breaks in production when they do not.
 */

describe('passwords', () => {
  it('are not hashed by WebCrypto’s PBKDF2, which Cloudflare stops at 100,000 iterations', () => {
    const hash = hashPassword('a fine long password', testDeps().config.passwordPepper)
    const [, ln, r, p] = /^\$scrypt\$ln=(\d+),r=(\d+),p=(\d+)\$/.exec(hash) ?? []
    const [n, blockSize, parallelism] = [2 ** Number(ln), Number(r), Number(p)]
    // The limits of the runtime: cost N·r·p, and memory 128·N·r in an isolate of 128 MB.
    expect(n * blockSize * parallelism).toBeLessThanOrEqual(2 ** 20)
    expect(128 * n * blockSize).toBeLessThanOrEqual(32 * 1024 * 1024)
  })
})

describe('objects in R2', () => {
  const names = ['cafe\u0301 🐈.jpg', '../../etc/passwd', 'x'.repeat(4_000), '%2e%2e%2f', 'a b?c#d']

  async function upload(text: string, name: string, count = 1) {
    const user = await aUser()
    const { bucket, puts } = watchBucket(env.BUCKET)
    const body = jpegLike(text)
    const one = async () =>
      await request(
        `/api/files/upload?name=${encodeURIComponent(name)}`,
        {
          method: 'POST',
          headers: {
            Cookie: user.cookie,
            Origin: 'https://vault.test',
            'Content-Length': String(body.length),
          },
          body,
        },
        { ...env, BUCKET: bucket },
      )
    const responses = await Promise.all(Array.from({ length: count }, one))
    return { puts, statuses: responses.map((response) => response.status) }
  }

  it.each(names)('are named by ids alone, whatever the file is called: %j', async (name) => {
    const { puts, statuses } = await upload(`named ${name}`, name)
    expect(statuses).toEqual([201])
    expect(puts).toHaveLength(1)
    for (const { key, metadataBytes } of puts) {
      expect(key).toMatch(/^o\/spc_[0-9A-Z]{26}\/org_[0-9A-Z]{26}$/)
      expect(key.normalize('NFC')).toBe(key)
      expect(metadataBytes).toBeLessThanOrEqual(2_048)
    }
  })

  it('are never written twice at the same time: R2 takes one write a second of a key', async () => {
    const { puts } = await upload('twenty at once', 'same.jpg', 20)
    expect(puts.filter((put) => put.overlaps)).toEqual([])
    expect(new Set(puts.map((put) => put.key)).size).toBe(puts.length)
  })
})

describe('D1', () => {
  let statements: WatchedStatement[]
  const mostTrips = new Map<string, number>()

  beforeAll(async () => {
    watchDatabaseTrips((method, path, trips) => {
      const route = operationAt(method, path)?.id
      if (route !== undefined) mostTrips.set(route, Math.max(mostTrips.get(route) ?? 0, trips))
    })
    statements = await statementsOfUsualDay()
    watchDatabaseTrips(null)
  }, 240_000)

  it('is never sent a statement of 100 KB, nor a value near 2 MB', () => {
    const longest = Math.max(...statements.map(({ sql }) => sql.length))
    expect(longest).toBeLessThan(100_000)
    const values = statements.flatMap(({ parameters }) => parameters)
    const texts = values.filter((value) => typeof value === 'string')
    // The longest are lists of some hundred ids, bound as one JSON text.
    expect(Math.max(...texts.map((text) => Buffer.byteLength(text)))).toBeLessThan(40_000)
  })

  it('is waited for twice at most where a page looks, and no oftener than a route is known to need', () => {
    expect(mostTrips.size).toBeGreaterThan(150)
    const over = [...mostTrips].filter(([route, trips]) => trips > tripsAllowed(route))
    expect(over).toEqual([])
    expect([...hotRoutes].filter((route) => !mostTrips.has(route))).toEqual([])
  })

  it('is never asked for an open transaction, which it has not', () => {
    for (const { sql } of statements) expect(sql).not.toMatch(/^\s*(begin|commit|savepoint)\b/i)
  })

  it('holds no row near 2 MB, also with the longest of everything', async () => {
    const user = await aUser()
    await user.upload(jpegLike('longest'), '🐈'.repeat(1_000))
    for (const table of [
      'users',
      'sessions',
      'spaces',
      'files',
      'originals',
      'jobs',
      'file_tags',
    ]) {
      const { results } = await env.DB.prepare(`select * from ${table}`).all()
      const longest = Math.max(...results.map((row) => Buffer.byteLength(JSON.stringify(row))))
      expect(longest).toBeLessThan(4_000)
    }
  })
})

const bindingSchema = z.object({ binding: z.string() })
const partSchema = z.object({
  vars: z.record(z.string(), z.string()),
  d1_databases: z.array(bindingSchema),
  r2_buckets: z.array(bindingSchema),
  queues: z.object({
    producers: z.array(bindingSchema.extend({ queue: z.string() })),
    consumers: z.array(z.record(z.string(), z.unknown())),
  }),
  durable_objects: z.object({
    bindings: z.array(z.object({ name: z.string(), class_name: z.string() })),
  }),
  triggers: z.object({ crons: z.array(z.string()) }),
})
const configSchema = partSchema.extend({
  env: z.object({ production: partSchema }),
  migrations: z.array(z.object({ new_sqlite_classes: z.array(z.string()) })),
})

describe('wrangler.toml', () => {
  const { env: environments, migrations, ...local } = configSchema.parse(parse(wranglerToml))
  const { production } = environments

  it('gives production every binding, variable and schedule that one machine has', () => {
    const namesOf = (part: z.infer<typeof partSchema>) => ({
      variables: Object.keys(part.vars),
      databases: part.d1_databases.map(({ binding }) => binding),
      buckets: part.r2_buckets.map(({ binding }) => binding),
      producers: part.queues.producers,
      objects: part.durable_objects.bindings,
      crons: part.triggers.crons,
    })
    expect(namesOf(production)).toEqual(namesOf(local))
  })

  it('sets what queues do when work fails: the defaults are others in production', () => {
    expect(production.queues.consumers).toEqual(local.queues.consumers)
    for (const consumer of local.queues.consumers) {
      expect(Object.keys(consumer).sort()).toEqual([
        'dead_letter_queue',
        'max_batch_size',
        'max_batch_timeout',
        'max_retries',
        'queue',
      ])
    }
  })

  it('keeps every Durable Object in SQLite: the other storage cannot be had on every plan', () => {
    const classes = local.durable_objects.bindings.map((binding) => binding.class_name)
    const made = migrations.flatMap((migration) => migration.new_sqlite_classes)
    expect(made.sort()).toEqual(classes.sort())
  })

  it('takes uploads that Cloudflare’s edge lets through', () => {
    expect(Number(production.vars.UPLOAD_BODY_MAX_BYTES)).toBeLessThanOrEqual(100_000_000)
  })
})
