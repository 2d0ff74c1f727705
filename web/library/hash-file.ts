import { z } from 'zod'
import { sha256Schema } from '#contracts/ids'
import workerUrl from './hash-worker.ts?worker&url'

/** Larger files are sent without a hash, which would take longer than a minute; the vault makes it as they come. */
const hashMaxBytes = 8_000_000_000

const resultSchema = z.object({ id: z.int(), sha256: sha256Schema.nullable() })
const waiting = new Map<number, (sha256: string | null) => void>()
let worker: Worker | null = null
let lastId = 0

/** The file's SHA-256 in hex, from a worker; null when it is too large, cannot be read, or `signal` ended it. */
export async function hashFile(file: File, signal: AbortSignal): Promise<string | null> {
  if (file.size > hashMaxBytes) return null
  worker ??= startWorker()
  const id = ++lastId
  const result = new Promise<string | null>((resolve) => waiting.set(id, resolve))
  worker.postMessage({ id, file })
  signal.addEventListener('abort', () => worker?.postMessage({ id, file: null }), { once: true })
  return await result
}

function startWorker(): Worker {
  const started = new Worker(trusted(workerUrl), { type: 'module' })
  started.onmessage = (event) => {
    const { id, sha256 } = resultSchema.parse(event.data)
    waiting.get(id)?.(sha256)
    waiting.delete(id)
  }
  started.onerror = () => {
    // No worker, no hash: the files go without one.
    for (const resolve of waiting.values()) resolve(null)
    waiting.clear()
    worker = null
  }
  return started
}

interface TrustedTypes {
  createPolicy(
    name: string,
    rules: { createScriptURL: (url: string) => string },
  ): {
    createScriptURL(url: string): string
  }
}

const types = (globalThis as { trustedTypes?: TrustedTypes }).trustedTypes
/** The page's policy lets no plain text become a script's address; a policy can be made only once. */
const policy = types?.createPolicy('cloudvault', { createScriptURL: () => workerUrl })

function trusted(url: string): string {
  return policy?.createScriptURL(url) ?? url
}
