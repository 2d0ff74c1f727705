import { execFile } from 'node:child_process'
import { access, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { fingerprint } from './fingerprint.ts'
import { LaunchError } from './launch-error.ts'

const run = promisify(execFile)

/** Settings under which wrangler neither asks nor phones anybody. */
export const quietWrangler = {
  CI: '1',
  WRANGLER_SEND_METRICS: 'false',
  CLOUDFLARE_CF_FETCH_ENABLED: 'false',
  NO_COLOR: '1',
}

export const wranglerCli = 'node_modules/wrangler/wrangler-dist/cli.js'
export const viteCli = 'node_modules/vite/bin/vite.js'

/** Brings the local database to the newest migration. Answers whether there was anything to do. */
export async function applyMigrations(root: string, stateDir: string): Promise<boolean> {
  const wanted = await fingerprint(root, ['migrations'])
  const markPath = join(stateDir, 'migrations.applied')
  if ((await readMark(markPath)) === wanted) return false
  const args = ['home-node/launch/migrate-database.ts', '--persist-to', join(stateDir, 'worker')]
  try {
    await run(process.execPath, args, { cwd: root, env: { ...process.env, ...quietWrangler } })
  } catch (cause) {
    throw new LaunchError(`The database could not be brought up to date: ${outputOf(cause)}`, {
      cause,
    })
  }
  await writeFile(markPath, wanted)
  return true
}

/** Builds the web app unless its sources are those of the last build. Answers whether it built. */
export async function buildWeb(root: string): Promise<boolean> {
  const wanted = await fingerprint(root, ['web', 'worker/contracts', 'package-lock.json'])
  const cacheDir = join(root, 'node_modules/.cache/cloudvault')
  const markPath = join(cacheDir, 'web-build')
  const hasPage = (await readMark(join(root, 'web/dist/index.html'))) !== null
  if (hasPage && (await readMark(markPath)) === wanted) return false
  try {
    await run(process.execPath, [viteCli, 'build', 'web', '--logLevel', 'warn'], { cwd: root })
  } catch (cause) {
    throw new LaunchError(`The web app could not be built: ${outputOf(cause)}`, { cause })
  }
  await mkdir(cacheDir, { recursive: true })
  await writeFile(markPath, wanted)
  return true
}

/**
 * Bundles the Worker as a deployment would, unless this very source was bundled before. Answers the
 * path of its script; the WebAssembly that it imports lies beside it.
 */
export async function buildWorker(root: string): Promise<string> {
  const wanted = await fingerprint(root, ['worker', 'wrangler.toml', 'package-lock.json'])
  const cacheDir = join(root, 'node_modules/.cache/cloudvault')
  const builtDir = join(cacheDir, `worker-${wanted.slice(0, 32)}`)
  const scriptPath = join(builtDir, 'index.js')
  const isBuilt = await access(scriptPath).then(
    () => true,
    () => false,
  )
  if (isBuilt) return scriptPath
  await mkdir(cacheDir, { recursive: true })
  const outDir = await mkdtemp(join(cacheDir, 'building-'))
  try {
    await run(process.execPath, [wranglerCli, 'deploy', '--dry-run', '--outdir', outDir], {
      cwd: root,
      env: { ...process.env, ...quietWrangler },
    })
    // In one step: another vault may be starting from the same sources, and may have been faster.
    await rename(outDir, builtDir).catch(async (cause: unknown) => {
      await access(scriptPath).catch(() => {
        throw cause
      })
    })
  } catch (cause) {
    throw new LaunchError(`The Worker could not be built: ${outputOf(cause)}`, { cause })
  } finally {
    await rm(outDir, { recursive: true, force: true })
  }
  for (const name of await readdir(cacheDir)) {
    const path = join(cacheDir, name)
    if (name.startsWith('worker-') && path !== builtDir) {
      await rm(path, { recursive: true, force: true })
    }
  }
  return scriptPath
}

async function readMark(path: string): Promise<string | null> {
  return await readFile(path, 'utf8').catch(() => null)
}

function outputOf(cause: unknown): string {
  if (!(cause instanceof Error)) return 'it does not say why.'
  const stderr = 'stderr' in cause && typeof cause.stderr === 'string' ? cause.stderr : ''
  const stdout = 'stdout' in cause && typeof cause.stdout === 'string' ? cause.stdout : ''
  return `${stderr}\n${stdout}`.trim() || cause.message
}
