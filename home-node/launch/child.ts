import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createWriteStream, renameSync, statSync } from 'node:fs'
import { createInterface } from 'node:readline'

const logMaxBytes = 5_000_000

export interface Child {
  readonly name: string
  readonly process: ChildProcess
  /** Resolves with how it ended. */
  readonly ended: Promise<{ code: number | null; signal: NodeJS.Signals | null }>
  /** The last lines it wrote, to say why it ended. */
  tail(): string
  /** TERM, a bounded wait, then KILL to it and all it started. */
  stop(waitMs?: number): Promise<void>
}

/**
 * Starts `node …args` in a process group of its own with an IPC channel: when this process dies, the
 * channel closes and the child ends itself. Its output goes to `logPath`.
 */
export function startChild(options: {
  name: string
  args: string[]
  cwd: string
  env: Record<string, string>
  logPath: string
  onLine?: (line: string) => void
  onMessage?: (message: unknown) => void
}): Child {
  rotate(options.logPath)
  const log = createWriteStream(options.logPath, { flags: 'a' })
  const child = spawn(process.execPath, options.args, {
    cwd: options.cwd,
    env: { ...process.env, ...options.env },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    detached: true,
  })
  const lastLines: string[] = []
  for (const stream of [child.stdout, child.stderr]) {
    if (!stream) continue
    createInterface({ input: stream }).on('line', (line) => {
      log.write(`${line}\n`)
      lastLines.push(line)
      if (lastLines.length > 30) lastLines.shift()
      options.onLine?.(line)
    })
  }
  if (options.onMessage) child.on('message', options.onMessage)
  const ended = once(child, 'exit').then(([code, signal]) => {
    log.end()
    return { code: typeof code === 'number' ? code : null, signal }
  })
  return {
    name: options.name,
    process: child,
    ended,
    tail: () => lastLines.join('\n'),
    async stop(waitMs = 4_000) {
      if (child.exitCode === null && child.signalCode === null) {
        child.kill('SIGTERM')
        const isDone = await Promise.race([ended.then(() => true), wait(waitMs)])
        if (isDone !== true) killGroup(child, 'SIGKILL')
        await ended
      }
      // What it started has its group number, whoever its parent is by now. A killed process holds
      // its port for a moment, and the next start wants it.
      for (let waitedMs = 0; killGroup(child, 'SIGKILL') && waitedMs < 1_000; waitedMs += 20) {
        await wait(20)
      }
    },
  }
}

/** Answers whether there was still anybody in the group. */
function killGroup(child: ChildProcess, signal: NodeJS.Signals): boolean {
  if (child.pid === undefined) return false
  try {
    return process.kill(-child.pid, signal)
  } catch {
    return false
  }
}

function wait(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}

function rotate(path: string) {
  try {
    if (statSync(path).size > logMaxBytes) renameSync(path, `${path}.1`)
  } catch {
    // There is no log yet.
  }
}
