import { access, constants, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Child } from './child.ts'
import { keepSchedule } from './clock.ts'
import { type Lan, startLan } from './lan.ts'
import { LaunchError } from './launch-error.ts'
import { type PartContext, startHomeNode, startVite, startWorker, waitForWorker } from './parts.ts'
import { requireFreePort } from './ports.ts'
import { applyMigrations, buildWeb } from './prepare.ts'
import { say, timed } from './say.ts'
import { readOrMakeSecrets } from './secrets.ts'
import type { StartOptions } from './start-options.ts'
import { lockState } from './state-lock.ts'

export interface LaunchedVault {
  /** Resolves with null after `stop`, or with a sentence when the Worker ended by itself. */
  ended: Promise<string | null>
  stop(): Promise<void>
}

/** Starts every part, says one line of each, and the address last. Throws `LaunchError`. */
export async function launchVault(
  root: string,
  options: StartOptions,
  stopRequest: AbortSignal,
): Promise<LaunchedVault> {
  await requireInstalled(root)
  await makeStateFolders(options)
  const unlock = lockState(options.stateDir)
  const children = new Set<Child>()
  const stopping = new AbortController()
  let lan: Lan | null = null
  const { promise: ended, resolve: end } = Promise.withResolvers<string | null>()

  const watched = (child: Child) => {
    children.add(child)
    void child.ended.then(() => children.delete(child))
    return child
  }
  const stop = async () => {
    stopping.abort()
    await lan?.stop()
    await Promise.all([...children].map((child) => child.stop()))
    unlock()
    end(null)
  }
  const stopWhenAsked = () => void stop()
  stopRequest.addEventListener('abort', stopWhenAsked)

  try {
    stopRequest.throwIfAborted()
    const context = await prepare(root, options)
    stopRequest.throwIfAborted()
    const worker = watched(await startWorker(context))
    const home = options.hasHome ? keepHomeRunning(context, watched, stopping.signal) : null
    const needsAdmin = await timed(
      'Worker',
      () => waitForWorker(context, worker),
      () => 'answers',
    )
    if (home) {
      const disks = options.disks.map((disk) => disk.name).join(' and ')
      await timed(
        'home node',
        () => home,
        (isUp) => (isUp ? `mirrors to ${disks}` : 'is not up yet; see above'),
      )
    }
    keepSchedule(context.workerUrl, stopping.signal)
    void worker.ended.then(() => {
      if (stopping.signal.aborted) return
      end('The Worker ended by itself.')
    })
    lan = await startLan(context)
    await announce(context, needsAdmin, watched, lan)
    return { ended, stop }
  } catch (error) {
    await stop()
    if (stopRequest.aborted) return { ended, stop }
    throw error
  }
}

async function requireInstalled(root: string) {
  const isThere = await access(join(root, 'node_modules/wrangler')).then(
    () => true,
    () => false,
  )
  if (!isThere) throw new LaunchError('The packages are not installed: run "npm ci" first.')
}

async function makeStateFolders({ stateDir, disks }: StartOptions) {
  try {
    for (const name of ['logs', 'worker', 'home-node', 'disks']) {
      await mkdir(join(stateDir, name), { recursive: true })
    }
    await access(stateDir, constants.W_OK)
  } catch (cause) {
    throw new LaunchError(`The folder ${stateDir} cannot be written.`, { cause })
  }
  for (const { name, path } of disks) {
    const parent = await access(join(path, '..')).then(
      () => true,
      () => false,
    )
    if (!parent) {
      throw new LaunchError(`The folder of disk ${name}, ${path}, is not there; is it mounted?`)
    }
  }
}

async function prepare(root: string, options: StartOptions): Promise<PartContext> {
  await requireFreePort(options.workerPort, 'port')
  await requireFreePort(options.homePort, 'home-port')
  const secrets = await readOrMakeSecrets(join(options.stateDir, 'secrets.env'))
  await Promise.all([
    timed(
      'database',
      () => applyMigrations(root, options.stateDir),
      (isChanged) => (isChanged ? 'migrated' : 'is up to date'),
    ),
    options.isDev
      ? mkdir(join(root, 'web/dist'), { recursive: true })
      : timed(
          'web app',
          () => buildWeb(root),
          (isBuilt) => (isBuilt ? 'built' : 'was built before'),
        ),
  ])
  return { root, options, secrets, workerUrl: `http://127.0.0.1:${options.workerPort}` }
}

/**
 * Starts the home node and starts it again whenever it ends: the library goes on without it, so its
 * end is never the vault's. Resolves to whether the first start came up.
 */
async function keepHomeRunning(
  context: PartContext,
  watched: (child: Child) => Child,
  stopping: AbortSignal,
): Promise<boolean> {
  const first = startHomeNode(context)
  watched(first.child)
  const isUp = await first.ready.then(
    () => true,
    (error: unknown) => {
      if (!stopping.aborted && error instanceof Error) say(error.message)
      return false
    },
  )
  void again(first.child)
  return isUp

  async function again(last: Child) {
    let child = last
    for (let delayMs = 1_000; ; delayMs = Math.min(delayMs * 2, 60_000)) {
      const startedAt = Date.now()
      await child.ended
      if (stopping.aborted) return
      if (Date.now() - startedAt > 60_000) delayMs = 1_000
      say(`home node  ended; it starts again in ${delayMs / 1_000} s, the library goes on`)
      await sleep(delayMs)
      if (stopping.aborted) return
      const next = startHomeNode(context)
      next.ready.catch(() => {})
      child = watched(next.child)
    }
  }
}

async function announce(
  context: PartContext,
  needsAdmin: boolean,
  watched: (child: Child) => Child,
  lan: Lan | null,
) {
  let url = context.workerUrl
  if (context.options.isDev) {
    const vite = await startVite(context)
    watched(vite.child)
    url = vite.url
  }
  say(`\nCloudVault is at ${url}`)
  if (needsAdmin) {
    say('Make the first admin with this link; it works once:')
    say(`${url}/setup#${context.secrets.SETUP_TOKEN}`)
    const recoveryKey = join(context.options.stateDir, 'recovery-key.txt')
    say(`Keep a copy of ${recoveryKey} elsewhere: the snapshots on your disks open with it alone.`)
  }
  if (lan) say(lan.text)
  say('Ctrl-C stops it.\n')
}
