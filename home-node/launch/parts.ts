import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { setupStateSchema } from '#contracts/accounts'
import { type Child, startChild } from './child.ts'
import { LaunchError } from './launch-error.ts'
import { freePort } from './ports.ts'
import { buildWorker, quietWrangler, viteCli, wranglerCli } from './prepare.ts'
import { say } from './say.ts'
import type { Secrets } from './secrets.ts'
import type { StartOptions } from './start-options.ts'

export interface PartContext {
  root: string
  options: StartOptions
  secrets: Secrets
  workerUrl: string
  /** Takes what the home node has to say of its disks and its link to the person at the terminal. */
  sayLine?: (line: string) => void
}

const logPath = ({ options }: PartContext, name: string) =>
  join(options.stateDir, 'logs', `${name}.log`)

/**
 * The Worker in workerd, with its database, objects and queues below the state folder; in
 * development by `wrangler dev`, which builds it anew at every change.
 */
export async function startWorker(context: PartContext): Promise<Child> {
  const { root, options } = context
  const state = (name: string) => join(options.stateDir, name)
  const homeUrl = `http://127.0.0.1:${options.homePort}`
  const stored = ['--persist-to', state('worker'), '--env-file', state('secrets.env')]
  const args = options.isDev
    ? [
        ...['--import', './home-node/launch/exit-with-parent.ts', wranglerCli, 'dev'],
        ...['--ip', '127.0.0.1', '--inspector-port', String(await freePort())],
        ...['--var', `HOME_URL:${homeUrl}`, '--show-interactive-dev-session=false'],
      ]
    : [
        'home-node/launch/serve-worker.ts',
        ...['--script', await buildWorker(root), '--home-url', homeUrl],
      ]
  return startChild({
    name: 'Worker',
    args: [...args, ...stored, '--port', String(options.workerPort)],
    cwd: root,
    env: { ...quietWrangler, WRANGLER_REGISTRY_PATH: state('worker/registry') },
    logPath: logPath(context, 'worker'),
  })
}

/** Resolves, once the Worker answers, to whether it still wants its first admin. */
export async function waitForWorker(context: PartContext, worker: Child): Promise<boolean> {
  let hasEnded = false
  void worker.ended.then(() => {
    hasEnded = true
  })
  for (let waitedMs = 0; waitedMs < 60_000; waitedMs += 50) {
    if (hasEnded) throw new LaunchError(`The Worker did not start:\n${worker.tail()}`)
    const response = await fetch(`${context.workerUrl}/api/setup`).catch(() => null)
    if (response?.ok) return setupStateSchema.parse(await response.json()).needed
    if (response?.status === 500) {
      throw new LaunchError(`The Worker cannot use its settings or database:\n${worker.tail()}`)
    }
    await sleep(50)
  }
  throw new LaunchError('The Worker did not answer within a minute.')
}

const readyMessage = z.object({ type: z.literal('ready'), port: z.int() })

/** The home node; `ready` resolves when it serves and has joined, and rejects when it ended before. */
export function startHomeNode(context: PartContext): { child: Child; ready: Promise<void> } {
  const { root, options, secrets, sayLine = say } = context
  const { promise: ready, resolve, reject } = Promise.withResolvers<void>()
  const child = startChild({
    name: 'home node',
    args: [
      ...(options.isDev ? ['--watch', '--watch-preserve-output'] : []),
      // Nearly all of its garbage is chunks from the network, dead as soon as they are written:
      // collected in small steps they cost a third less, and less memory. Its own heap stays at some
      // 20 MB, for which the pictures' bytes would start a full collection ten times a second.
      '--max-semi-space-size=1',
      '--initial-old-space-size=256',
      'home-node/index.ts',
    ],
    cwd: root,
    env: {
      CLOUDVAULT_STATE: join(options.stateDir, 'home-node'),
      CLOUDVAULT_WORKER_URL: context.workerUrl,
      CLOUDVAULT_DISKS: options.disks.map(({ name, path }) => `${name}=${path}`).join(','),
      CLOUDVAULT_MODELS: process.env.CLOUDVAULT_MODELS ?? join(options.stateDir, 'models'),
      CLOUDVAULT_PORT: String(options.homePort),
      CLOUDVAULT_JOIN_CODE: secrets.HOME_JOIN_CODE,
    },
    logPath: logPath(context, 'home-node'),
    onLine: (line) => {
      if (!line.startsWith('{')) sayLine(`           ${line}`)
    },
    onMessage: (message) => {
      if (readyMessage.safeParse(message).success) resolve()
    },
  })
  void child.ended.then(() => reject(new LaunchError(`The home node ended:\n${child.tail()}`)))
  return { child, ready }
}

/** Vite in front of the Worker, with hot reload. Resolves to its address once it answers. */
export async function startVite(context: PartContext): Promise<{ child: Child; url: string }> {
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const child = startChild({
    name: 'web app',
    args: [
      ...['--import', './home-node/launch/exit-with-parent.ts', viteCli, 'web'],
      ...['--host', '127.0.0.1', '--port', String(port), '--strictPort', '--clearScreen', 'false'],
    ],
    cwd: context.root,
    env: { CLOUDVAULT_WORKER_URL: context.workerUrl },
    logPath: logPath(context, 'web'),
  })
  for (let waitedMs = 0; waitedMs < 30_000; waitedMs += 50) {
    const response = await fetch(url).catch(() => null)
    if (response?.ok) return { child, url }
    await sleep(50)
  }
  throw new LaunchError(`Vite did not answer:\n${child.tail()}`)
}
