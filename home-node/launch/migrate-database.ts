import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { convertV4MiniflareOptions, Miniflare } from 'miniflare'
import { unstable_getMiniflareWorkerOptions, unstable_splitSqlQuery } from 'wrangler'
import { z } from 'zod'
import './exit-with-parent.ts'

/*
 * Brings the local database to the newest migration, as `wrangler d1 migrations apply` does and with
 * the same table of what was applied, each migration in one transaction. wrangler starts a workerd of
 * its own for every migration, which takes a third of a second each.
 */

const args = z
  .object({ 'persist-to': z.string() })
  .parse(parseArgs({ options: { 'persist-to': { type: 'string' } } }).values)

const { workerOptions } = unstable_getMiniflareWorkerOptions('wrangler.toml')
const databases = z
  .record(z.string(), z.object({ id: z.string() }))
  .parse(workerOptions.d1Databases)
const server = new Miniflare(
  convertV4MiniflareOptions({
    resourcePersistencePath: join(args['persist-to'], 'v3'),
    modules: true,
    script: 'export default {}',
    d1Databases: databases,
  }),
)

try {
  const database = await server.getD1Database('DB')
  await database
    .prepare(
      `create table if not exists d1_migrations(
        id integer primary key autoincrement, name text unique,
        applied_at timestamp default current_timestamp not null)`,
    )
    .run()
  const { results } = await database
    .prepare('select name from d1_migrations')
    .all<{ name: string }>()
  const applied = new Set(results.map(({ name }) => name))
  const files = (await readdir('migrations')).filter((name) => name.endsWith('.sql')).sort()
  for (const name of files) {
    if (applied.has(name)) continue
    const queries = unstable_splitSqlQuery(await readFile(join('migrations', name), 'utf8'))
    await database.batch([
      ...queries.map((query) => database.prepare(query)),
      database.prepare('insert into d1_migrations (name) values (?)').bind(name),
    ])
  }
} finally {
  await server.dispose()
}
