import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { LeasedJob } from '#contracts/jobs'
import type { WorkerClient } from '../link/worker-client.ts'
import { receive } from '../mirror/receive.ts'

/** Films larger than this are looked into only where they lie on a disk. */
const maxTemporaryBytes = 2_000_000_000

export interface FilmFileDeps {
  client: Pick<WorkerClient, 'openOriginal'>
  /** Resolves when the mirror has brought this original, if it is just doing so. */
  whenMirrored?(sha256: LeasedJob['sha256']): Promise<void>
  /** Where an own disk has it. */
  pathOf(sha256: LeasedJob['sha256']): Promise<string | null>
  signal: AbortSignal
}

/**
 * Calls `use` with the path of a job's original, which may be too large for memory: that on an own
 * disk, which is only read, or a copy fetched for this that is gone afterwards. Rejects when it can
 * be had in neither way now.
 */
export async function withFilmFile<T>(
  deps: FilmFileDeps,
  job: LeasedJob,
  use: (path: string) => Promise<T>,
): Promise<T> {
  await deps.whenMirrored?.(job.sha256)
  const onDisk = await deps.pathOf(job.sha256)
  if (onDisk !== null) return await use(onDisk)
  if (job.sizeBytes > maxTemporaryBytes) throw new Error('a large film is not on a disk yet')
  const folder = await mkdtemp(join(tmpdir(), 'cloudvault-film-'))
  try {
    const path = join(folder, 'film')
    await fetchTo(deps, job, path)
    return await use(path)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function fetchTo({ client, signal }: FilmFileDeps, job: LeasedJob, path: string) {
  const hash = createHash('sha256')
  const open = (from: number) => client.openOriginal(job.originalId, from)
  async function* hashed() {
    for await (const chunk of receive(open, job.sizeBytes, signal)) {
      hash.update(chunk)
      yield chunk
    }
  }
  await pipeline(hashed, createWriteStream(path, { mode: 0o600 }), { signal })
  if (hash.digest('hex') !== job.sha256) throw new Error('the original came with other bytes')
}
