import { readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { onTestFinished } from 'vitest'
import { secretNames } from '../../launch/secrets.ts'
import { aFolder } from '../../testing.ts'
import { parseDeployOptions } from '../deploy-options.ts'
import { readMigrationNames } from '../remote-migrations.ts'
import { rollBack } from '../roll-back.ts'
import { type DeployContext, runDeploy } from '../run-deploy.ts'
import { aDatabase } from './cloudflare-account.ts'
import { type CloudflareServer, startCloudflareServer } from './cloudflare-server.ts'

export const root = resolve(import.meta.dirname, '../../..')

export interface Deploying {
  server: CloudflareServer
  stateDir: string
  /** Runs `npm run deploy -- WORDS` in this process and answers what it said. */
  run(words: string[], change?: Partial<DeployContext>): Promise<string>
}

/** An empty account, a token for it, and a state folder of its own. */
export async function aDeploying(): Promise<Deploying> {
  const server = await startCloudflareServer()
  onTestFinished(() => server.close())
  const stateDir = await aFolder()
  const ready = { ready: true, parts: { database: 'ok', bucket: 'ok', homeNode: 'away' } }
  return {
    server,
    stateDir,
    run: async (words, change = {}) => {
      const said: string[] = []
      const context: DeployContext = {
        root,
        access: { baseUrl: server.baseUrl, token: server.token },
        accountId: null,
        say: (line) => said.push(line),
        reach: async () => Response.json(ready),
        ...change,
      }
      const options = parseDeployOptions([...words, '--state', stateDir], root)
      await (options.action === 'rollback' ? rollBack : runDeploy)(options, context)
      return said.join('\n')
    },
  }
}

/** As if versions of these marks had been deployed one after the other, with the oldest's database. */
export async function anOldDeployment({ account }: CloudflareServer, marks: string[]) {
  const database = aDatabase('cloudvault')
  account.databases.set('3b1c2d4e-0000-4000-8000-000000000000', database)
  database.sqlite.exec('create table d1_migrations(id integer primary key, name text unique)')
  const newest = /database (\S+);/.exec(marks[0] ?? '')?.[1] ?? ''
  for (const name of await readMigrationNames(join(root, 'migrations'))) {
    if (name > newest) continue
    database.sqlite.exec(await readFile(join(root, 'migrations', name), 'utf8'))
    database.sqlite.prepare('insert into d1_migrations (name) values (?)').run(name)
  }
  // The newest: Cloudflare goes behind no migration of Durable Objects.
  const toml = await readFile(join(root, 'wrangler.toml'), 'utf8')
  const objectsTag = [...toml.matchAll(/^tag = "(v\d+)"/gm)].at(-1)?.[1] ?? null
  account.subdomain = 'somebody'
  account.workers.set('cloudvault', {
    versions: marks.map((message, n) => ({
      id: `version-${n}`,
      message,
      bindings: [],
      objectsTag,
    })),
    deployments: marks.map((_, n) => ({ id: `deployment-${n}`, versionId: `version-${n}` })),
    secrets: new Map(secretNames.map((name) => [name, `kept ${name}`])),
    crons: ['* * * * *'],
    isOnWorkersDev: true,
    domains: [],
  })
  return database.sqlite
}
