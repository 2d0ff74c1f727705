import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import type { TestProject } from 'vitest/node'
import { z } from 'zod'

const serversSchema = z.object({ openAiUrl: z.url(), falUrl: z.url() })

declare module 'vitest' {
  interface ProvidedContext {
    /** Servers that speak the protocols of the studio's providers, on loopback. */
    studioServers: z.infer<typeof serversSchema>
  }
}

/** Starts the servers that play providers as a process of its own, and stops it after the last test. */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const child = spawn(process.execPath, ['home-node/faults/serve-studio.ts'], {
    cwd: project.config.root,
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  for await (const line of createInterface(child.stdout)) {
    project.provide('studioServers', serversSchema.parse(JSON.parse(line)))
    break
  }
  return async () => {
    child.stdin.end()
    await ended
  }
}
