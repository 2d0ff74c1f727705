import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdir, readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { freePort } from '../../home-node/launch/ports.ts'

const root = resolve(import.meta.dirname, '../..')

/** The processes that carry this state folder in their command line or environment. */
export async function processesOf(stateDir: string): Promise<string[]> {
  const found: string[] = []
  for (const pid of await readdir('/proc')) {
    if (!/^\d+$/.test(pid) || Number(pid) === process.pid) continue
    const read = (name: string) => readFile(`/proc/${pid}/${name}`, 'utf8').catch(() => '')
    const [command, environment] = [await read('cmdline'), await read('environ')]
    // A zombie has neither; it is gone but for its parent's asking.
    if (command === '' || !`${command}\0${environment}`.includes(stateDir)) continue
    found.push(`${pid} ${command.replaceAll('\0', ' ')}`)
  }
  return found
}

/** Waits until no process of this state folder is left; answers those that never went. */
export async function leftoversOf(stateDir: string): Promise<string[]> {
  let left = await processesOf(stateDir)
  for (let waitedMs = 0; left.length > 0 && waitedMs < 15_000; waitedMs += 100) {
    await sleep(100)
    left = await processesOf(stateDir)
  }
  return left
}

export interface Started {
  process: ChildProcess
  output(): string
  /** Resolves once these words were said; rejects with all that was said when it ends before. */
  says(words: string): Promise<void>
  ended: Promise<{ code: number | null }>
}

/** Runs a command in the project with `CLOUDVAULT_TEST_STATE` set, so that all it starts carries it. */
export function run(command: string, args: string[], stateDir: string): Started {
  const child = spawn(command, args, {
    cwd: root,
    env: { ...process.env, CLOUDVAULT_TEST_STATE: stateDir },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let text = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk
    })
  }
  const ended = once(child, 'close').then(() => ({ code: child.exitCode }))
  return {
    process: child,
    output: () => text,
    ended,
    async says(words) {
      while (!text.includes(words)) {
        if (child.exitCode !== null || child.signalCode !== null) throw new Error(text)
        await sleep(50)
      }
    },
  }
}

/** The options of a start on ports that are free. */
export async function startArgs(stateDir: string): Promise<string[]> {
  const [port, homePort] = [await freePort(), await freePort()]
  return ['--state', stateDir, '--port', String(port), '--home-port', String(homePort)]
}
