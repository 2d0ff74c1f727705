import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { type Me, meSchema } from '#contracts/accounts'
import type { Child } from './child.ts'
import { startHomeNode } from './parts.ts'
import { freePort } from './ports.ts'
import { readOrMakeSecrets } from './secrets.ts'
import { parseStartOptions } from './start-options.ts'

const root = resolve(import.meta.dirname, '../..')

export interface VaultOptions {
  /** The state folder; without it, one that `stop` removes. */
  state?: string
  env?: Record<string, string>
  /** Runs the home node apart from the launcher, so that `stopHome` and `startHome` can. */
  isHomeApart?: boolean
  /** Runs no home node at all: a Worker that is written to and asked. */
  isWorkerAlone?: boolean
  /** Serves all interfaces over HTTPS too, on a free port. */
  isLan?: boolean
}

export interface SignedIn {
  cookie: string
  me: Me
  /** Asks the vault as this user, as its own page would. */
  fetch(path: string, init?: RequestInit): Promise<Response>
}

export interface Vault {
  url: string
  stateDir: string
  homeUrl: string
  /** Port of HTTPS, with `isLan`. */
  lanPort: number
  /** All that the launcher has said so far. */
  output(): string
  /** Process id of the launcher. */
  pid: number
  setupAdmin(username?: string, password?: string): Promise<SignedIn>
  stopHome(): Promise<void>
  startHome(): Promise<void>
  /** Sends the launcher a signal and resolves to its exit code, or null when the signal killed it. */
  signal(name: NodeJS.Signals): Promise<number | null>
  stop(): Promise<void>
}

/** Starts a whole vault by its real launcher, on free ports. Rejects with what it said if it ends. */
export async function startVault(options: VaultOptions = {}): Promise<Vault> {
  const stateDir = options.state ?? (await mkdtemp(join(tmpdir(), 'cloudvault-')))
  const [port, homePort] = [await freePort(), await freePort()]
  const lanPort = options.isLan ? await freePort() : 0
  const lan = options.isLan ? ['--lan', '--lan-port', String(lanPort)] : []
  const args = [
    '--state',
    stateDir,
    '--port',
    String(port),
    '--home-port',
    String(homePort),
    ...lan,
  ]
  await mkdir(stateDir, { recursive: true })
  const launcher = spawn(
    process.execPath,
    [
      'home-node/launch/start.mjs',
      ...args,
      ...(options.isHomeApart || options.isWorkerAlone ? ['--no-home'] : []),
    ],
    { cwd: root, env: { ...process.env, ...options.env }, stdio: ['ignore', 'pipe', 'pipe'] },
  )
  const ended = once(launcher, 'exit').then(() => launcher.exitCode)
  const output = collectOutput(launcher)
  const url = `http://127.0.0.1:${port}`
  const isUp = output.includes('Ctrl-C stops it.')
  const first = await Promise.race([isUp, ended.then(() => 'ended')])
  if (first === 'ended') throw new Error(`The vault did not start:\n${output.text()}`)

  let home: Child | null = null
  const startHome = async () => {
    if (!options.isHomeApart) throw new Error('This vault runs its home node by the launcher.')
    const secrets = await readOrMakeSecrets(join(stateDir, 'secrets.env'))
    const started = startHomeNode({
      root,
      options: parseStartOptions(args, root),
      secrets,
      workerUrl: url,
      sayLine: output.add,
    })
    home = started.child
    await started.ready
  }
  const stopHome = async () => {
    await home?.stop()
    home = null
  }
  const signal = async (name: NodeJS.Signals) => {
    launcher.kill(name)
    return await ended
  }
  if (options.isHomeApart) await startHome()
  return {
    url,
    stateDir,
    homeUrl: `http://127.0.0.1:${homePort}`,
    lanPort,
    output: output.text,
    pid: launcher.pid ?? 0,
    setupAdmin: (username, password) => setupAdmin(url, output.text(), username, password),
    stopHome,
    startHome,
    signal,
    async stop() {
      await stopHome()
      if (launcher.exitCode === null && launcher.signalCode === null) await signal('SIGTERM')
      if (options.state === undefined) await rm(stateDir, { recursive: true, force: true })
    },
  }
}

async function setupAdmin(
  url: string,
  output: string,
  username = 'ada',
  password = 'correct horse battery',
): Promise<SignedIn> {
  const token = /\/setup#(\S+)/.exec(output)?.[1]
  if (token === undefined) throw new Error('The launcher printed no link for the first admin.')
  const response = await fetch(`${url}/api/setup`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Origin: url },
    body: JSON.stringify({ token, username, password }),
  })
  if (response.status !== 201) throw new Error(`The setup answered ${await response.text()}`)
  const cookie = response.headers.getSetCookie()[0]?.split(';')[0] ?? ''
  return {
    cookie,
    me: meSchema.parse(await response.json()),
    fetch(path, init = {}) {
      const headers = new Headers(init.headers)
      headers.set('Cookie', cookie)
      headers.set('Origin', url)
      return fetch(`${url}${path}`, { ...init, headers })
    },
  }
}

function collectOutput(launcher: ChildProcess) {
  let text = ''
  const waiting: { words: string; resolve: (found: 'found') => void }[] = []
  for (const stream of [launcher.stdout, launcher.stderr]) {
    stream?.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk
      for (const { words, resolve: found } of waiting) if (text.includes(words)) found('found')
    })
  }
  return {
    text: () => text,
    add: (line: string) => {
      text += `${line}\n`
    },
    /** Resolves once these words have been said. */
    includes: (words: string) =>
      new Promise<'found'>((found) => waiting.push({ words, resolve: found })),
  }
}
