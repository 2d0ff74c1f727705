import { ConfigError, parseEnv } from './config.ts'
import { type HomeNode, type HomeNodeParts, startHomeNode } from './home-node.ts'
import { EnrolError } from './link/enrol.ts'
import { messageOf } from './log.ts'

/**
 * The home node as a process: settings from the environment, `{type: 'ready', port}` to a parent
 * that listens, and a clean end on SIGTERM, SIGINT, SIGHUP or when that parent is gone.
 */
export async function runProcess(parts: HomeNodeParts): Promise<void> {
  const stopping = new AbortController()
  let node: HomeNode | null = null
  const stop = () => {
    if (stopping.signal.aborted) return
    stopping.abort()
    const ended = node?.stop() ?? Promise.resolve()
    void ended.finally(() => process.exit(0))
  }
  for (const name of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(name, stop)
  process.on('disconnect', stop)

  try {
    node = await startHomeNode(parseEnv(process.env), parts, stopping)
  } catch (error) {
    if (stopping.signal.aborted) process.exit(0)
    const isForPeople = error instanceof ConfigError || error instanceof EnrolError
    process.stderr.write(
      `${isForPeople ? messageOf(error) : `The home node cannot start: ${messageOf(error)}`}\n`,
    )
    process.exit(1)
  }
  process.send?.({ type: 'ready', port: node.port })
}
