import { execFile } from 'node:child_process'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { buildWeb, quietWrangler, wranglerCli } from '../launch/prepare.ts'
import type { ApiAccess } from './cloudflare-api.ts'
import { DeployError } from './deploy-error.ts'
import type { Wanted } from './wanted.ts'

export interface Upload {
  root: string
  stateDir: string
  wanted: Wanted
  databaseId: string
  access: ApiAccess
  accountId: string
  /** File of secrets that the Worker lacks; null: it has all. */
  secretsFile: string | null
  message: string
}

/**
 * Builds the page and has wrangler bundle and upload the Worker under a configuration with the
 * account's ids, which it writes to the state folder. The token goes by the environment, secrets by
 * file, neither by a command line. wrangler then sets the cron, the queues' consumers and the address.
 */
export async function uploadWorker(upload: Upload): Promise<void> {
  const { root, stateDir, access } = upload
  await buildWeb(root)
  const configPath = await writeConfig(upload)
  const secrets = upload.secretsFile === null ? [] : ['--secrets-file', upload.secretsFile]
  const args = [
    'deploy',
    '--config',
    configPath,
    '--env',
    'production',
    '--message',
    upload.message,
  ]
  try {
    await promisify(execFile)(process.execPath, [join(root, wranglerCli), ...args, ...secrets], {
      cwd: stateDir,
      maxBuffer: 32 * 1024 * 1024,
      env: {
        ...process.env,
        ...quietWrangler,
        CLOUDFLARE_API_BASE_URL: access.baseUrl,
        CLOUDFLARE_API_TOKEN: access.token,
        CLOUDFLARE_ACCOUNT_ID: upload.accountId,
        WRANGLER_LOG_PATH: join(stateDir, 'logs'),
      },
    })
  } catch (cause) {
    throw new DeployError(`The upload failed. Run this again, it goes on: ${lastWords(cause)}`, {
      cause,
    })
  } finally {
    if (upload.secretsFile !== null) await rm(upload.secretsFile, { force: true })
  }
}

/** wrangler.toml with the names and ids of this account, and paths that hold from the state folder. */
async function writeConfig({ root, stateDir, wanted, databaseId }: Upload): Promise<string> {
  const config = structuredClone(wanted.config)
  const [database] = config.env.production.d1_databases
  database.database_id = databaseId
  database.migrations_dir = resolve(root, database.migrations_dir)
  config.main = resolve(root, config.main)
  config.assets.directory = resolve(root, config.assets.directory)
  await mkdir(stateDir, { recursive: true, mode: 0o700 })
  const path = join(stateDir, 'wrangler.json')
  await writeFile(path, `${JSON.stringify(config, null, 2)}\n`)
  return path
}

/** What wrangler said last, without its frame. */
function lastWords(cause: unknown): string {
  const of = (key: 'stderr' | 'stdout') =>
    cause instanceof Error && key in cause ? String(Reflect.get(cause, key)) : ''
  const lines = `${of('stdout')}\n${of('stderr')}`
    // biome-ignore lint/suspicious/noControlCharactersInRegex: the colours of a terminal
    .replace(/\u001b\[[0-9;]*m/g, '')
    .split('\n')
    .map((line) => line.trim())
  const first = lines.findIndex((line) => line.includes('ERROR'))
  const said = lines.slice(Math.max(first, 0)).filter((line) => line !== '')
  return said.slice(0, 6).join(' ').slice(0, 1_000) || 'wrangler does not say why.'
}
