import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import type { DiskId, Sha256 } from '#contracts/ids'
import { blocksOf, giveMemory, takeMemory } from '../disks/aligned-blocks.ts'
import type { DiskSet } from '../disks/disk-set.ts'
import type { DiskWrite } from '../disks/disk-write.ts'
import type { AtFailPoint } from '../disks/fail-point.ts'
import type { DiskCopy, Journal } from '../disks/journal.ts'
import { type WorkerClient, WorkerRefusedError } from '../link/worker-client.ts'
import { type Log, messageOf } from '../log.ts'
import type { AtHand } from './at-hand.ts'
import type { Fetch } from './plan.ts'
import { receive } from './receive.ts'

export interface ApplyDeps {
  client: Pick<WorkerClient, 'openOriginal'>
  disks: DiskSet
  journal: Pick<Journal, 'holders'>
  /** Originals that were just fetched for something else. */
  atHand: Pick<AtHand, 'has' | 'take'> | undefined
  log: Log
  atFailPoint: AtFailPoint
  signal: AbortSignal
}

export interface FetchOutcome {
  /** Durable on their disks, not yet journaled. */
  copies: DiskCopy[]
  /** To be tried again later. */
  failed: { sha256: Sha256; diskId: DiskId }[]
  /** What went wrong with the source, if that was it. */
  sourceError: unknown
}

class WrongBytesError extends Error {
  override name = 'WrongBytesError'
}

/** The writes that are still good; a disk that fails drops out and the others go on. */
class OpenWrites {
  readonly #writes = new Map<DiskId, DiskWrite>()
  readonly #blame: (diskId: DiskId, error: unknown) => void

  constructor(blame: (diskId: DiskId, error: unknown) => void) {
    this.#blame = blame
  }

  get isEmpty(): boolean {
    return this.#writes.size === 0
  }

  add(diskId: DiskId, write: DiskWrite): void {
    this.#writes.set(diskId, write)
  }

  async each(work: (write: DiskWrite, diskId: DiskId) => Promise<void>): Promise<void> {
    await Promise.all(
      [...this.#writes].map(async ([diskId, write]) => {
        try {
          await work(write, diskId)
        } catch (error) {
          this.#writes.delete(diskId)
          this.#blame(diskId, error)
          await write.abandon()
        }
      }),
    )
  }

  async abandon(): Promise<void> {
    await Promise.all([...this.#writes.values()].map((write) => write.abandon()))
    this.#writes.clear()
  }
}

/**
 * Streams the bytes once, to all open writes at the same time, hashing as they pass: M3 and M4.
 * Throws `WrongBytesError` when they are not the original.
 */
async function pour(
  source: AsyncIterable<Uint8Array>,
  fetch: Fetch,
  writes: OpenWrites,
  at: AtFailPoint,
): Promise<void> {
  const hash = createHash('sha256')
  let received = 0
  // One block is written while the next is gathered.
  const memory = takeMemory(2)
  let writing: Promise<void> = Promise.resolve()
  try {
    for await (const block of blocksOf(source, memory)) {
      received += block.bytes.length
      if (received > fetch.sizeBytes) break
      await writing
      if (writes.isEmpty) return
      writing = writes.each((write) => write.append(block))
      hash.update(block.bytes)
    }
    await writing
    at('M3')
    if (received !== fetch.sizeBytes || hash.digest('hex') !== fetch.sha256) {
      throw new WrongBytesError('the bytes that came are not the original')
    }
    at('M4')
  } finally {
    await writing
    giveMemory(memory)
  }
}

/**
 * What is given or in memory already, a copy on another disk (a new disk fills from its neighbour), and then
 * the Worker.
 */
async function* sourcesOf(
  deps: ApplyDeps,
  fetch: Fetch,
  given: AsyncIterable<Uint8Array> | undefined,
): AsyncGenerator<AsyncIterable<Uint8Array>> {
  if (given) yield given
  const bytes = deps.atHand?.take(fetch.sha256)
  if (bytes) yield Readable.from([bytes])
  for (const diskId of deps.journal.holders(fetch.sha256)) {
    const disk = deps.disks.get(diskId)
    if (disk === undefined || disk.state === 'missing') continue
    const opened = await disk.store.open(fetch.sha256).catch(() => null)
    if (opened !== null) yield opened.body
  }
  for (const originalId of fetch.originalIds) {
    const open = (from: number) => deps.client.openOriginal(originalId, from)
    yield receive(open, fetch.sizeBytes, deps.signal)
  }
}

/**
 * Brings one original to the disks of `fetch`: M1 to M8 on each, with one download for all; nothing
 * is read back, but for a file that lay there already. `given` are its bytes if they are just coming.
 * Never rejects: what could not be done is in the answer. Temporary files are gone when it resolves.
 */
export async function applyFetch(
  deps: ApplyDeps,
  fetch: Fetch,
  given?: AsyncIterable<Uint8Array>,
): Promise<FetchOutcome> {
  const { sha256, sizeBytes } = fetch
  const copies: DiskCopy[] = []
  let sourceError: unknown = null
  const outcome = (): FetchOutcome => ({
    copies,
    failed: fetch.diskIds
      .filter((diskId) => !copies.some((copy) => copy.diskId === diskId))
      .map((diskId) => ({ sha256, diskId })),
    sourceError,
  })

  let missing = fetch.diskIds
  for await (const source of sourcesOf(deps, fetch, given)) {
    const writes = new OpenWrites(deps.disks.blame)
    await Promise.all(
      missing.map(async (diskId) => {
        const disk = deps.disks.get(diskId)
        if (disk === undefined || disk.state !== 'ok') return
        try {
          const begun = await disk.store.begin(sha256, sizeBytes)
          if (typeof begun === 'number') copies.push({ sha256, diskId, verifiedAtMs: begun })
          else writes.add(diskId, begun)
        } catch (error) {
          deps.disks.blame(diskId, error)
        }
      }),
    )
    if (writes.isEmpty) return outcome()
    try {
      await pour(source, fetch, writes, deps.atFailPoint)
      await writes.each(async (write, diskId) => {
        await write.commit()
        copies.push({ sha256, diskId, verifiedAtMs: null })
      })
      return outcome()
    } catch (error) {
      sourceError = error
      await writes.abandon()
      if (error instanceof WrongBytesError || error instanceof WorkerRefusedError) {
        deps.log.error('mirror.source', { sha256, message: messageOf(error) })
      }
      missing = outcome().failed.map((failure) => failure.diskId)
    }
  }
  return outcome()
}
