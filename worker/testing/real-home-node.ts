import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import type { TestProject } from 'vitest/node'
import { z } from 'zod'
import { homeNodeIdSchema, sha256Schema } from '#contracts/ids'

const base64 = z.base64()

export const realHomeNodeSchema = z.object({
  url: z.url(),
  /** Where a home node served a moment ago and nothing listens any more. */
  stoppedUrl: z.url(),
  homeNodeId: homeNodeIdSchema,
  /** The key that this home node takes for the Worker's: PKCS#8, base64url. */
  workerPrivateKey: z.string(),
  /** What lies on its disk. */
  originals: z.array(z.object({ sha256: sha256Schema, sizeBytes: z.int() })),
  enginePictures: z.object({
    landscape: base64,
    turned: base64,
    tiny: base64,
    broken: base64,
    huge: base64,
  }),
  inferencePictures: z.object({ picture: base64, broken: base64 }),
})

declare module 'vitest' {
  interface ProvidedContext {
    realHomeNode: z.infer<typeof realHomeNodeSchema>
  }
}

/** Starts the home node's serving half as a process of its own, and stops it after the last test. */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const child = spawn(process.execPath, ['home-node/faults/serve-alone.ts'], {
    cwd: project.config.root,
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve))
  for await (const line of createInterface({ input: child.stdout })) {
    project.provide('realHomeNode', realHomeNodeSchema.parse(JSON.parse(line)))
    return async () => {
      child.stdin.end()
      await ended
    }
  }
  throw new Error(`the home node ended before it served: exit code ${await ended}`)
}
