import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { readFile, stat } from 'node:fs/promises'
import { frameHead } from '#contracts/frames'
import type { OriginalId } from '#contracts/ids'
import type { MissingOriginal } from '#contracts/restore'
import { errnoOf } from '../disks/disk-fs.ts'
import { objectPath } from '../disks/layout.ts'
import type { RestoreClient } from './restore-client.ts'

/** Larger ones are streamed alone. */
const smallBytes = 4_000_000
const batchBytes = 16_000_000
const batchFiles = 200
const lanes = 3

export interface LostOriginal {
  sha256: string
  name: string | null
  sizeBytes: number
  why: 'absent' | 'rotten' | 'unreadable'
}

export interface SentOriginals {
  originals: number
  bytes: number
  lost: LostOriginal[]
}

/**
 * Sends every original that the vault lacks from a disk, each hashed on the way. What the disk does not
 * have, or has with other bytes, is answered as lost, and told to the vault; the rest goes on.
 */
export async function sendOriginals(
  client: RestoreClient,
  root: string,
  onProgress: (sent: SentOriginals) => void,
): Promise<SentOriginals> {
  const sent: SentOriginals = { originals: 0, bytes: 0, lost: [] }
  const lostIds: OriginalId[] = []
  const lose = (original: MissingOriginal, why: LostOriginal['why']) => {
    const { sha256, name, sizeBytes } = original
    sent.lost.push({ sha256, name, sizeBytes, why })
    lostIds.push(original.id)
  }
  const count = (original: MissingOriginal) => {
    sent.originals += 1
    sent.bytes += original.sizeBytes
  }

  async function sendBatch(batch: MissingOriginal[]): Promise<void> {
    const parts: Uint8Array[] = []
    const framed = new Map<OriginalId, MissingOriginal>()
    for (const original of batch) {
      const read = await readSmall(root, original)
      if (typeof read === 'string') {
        lose(original, read)
        continue
      }
      parts.push(frameHead({ originalId: original.id, sizeBytes: read.length }), read)
      framed.set(original.id, original)
    }
    if (framed.size > 0) {
      const { refused } = await client.putOriginals(new Uint8Array(Buffer.concat(parts)))
      for (const id of refused) {
        const original = framed.get(id)
        framed.delete(id)
        if (original) lose(original, 'rotten')
      }
    }
    for (const original of framed.values()) count(original)
    onProgress(sent)
  }

  async function sendLarge(original: MissingOriginal): Promise<void> {
    const path = objectPath(root, original.sha256)
    const found = await stat(path).catch(() => null)
    if (found?.size !== original.sizeBytes) {
      lose(original, found === null ? 'absent' : 'rotten')
      return
    }
    try {
      const body = createReadStream(path, { highWaterMark: 1_048_576 })
      if (await client.putOriginal(original.id, body)) count(original)
      else lose(original, 'rotten')
    } catch (error) {
      if (errnoOf(error) !== 'EIO') throw error
      lose(original, 'unreadable')
    }
    onProgress(sent)
  }

  for (let after: OriginalId | null = null; ; ) {
    const page: MissingOriginal[] = await client.missing(after)
    const last = page.at(-1)
    if (last === undefined) break
    after = last.id
    const work: Iterator<MissingOriginal[]> = batchesOf(page)
    const lane = async () => {
      for (let next = work.next(); !next.done; next = work.next()) {
        const [first] = next.value
        if (first && first.sizeBytes > smallBytes) await sendLarge(first)
        else await sendBatch(next.value)
      }
    }
    await Promise.all(Array.from({ length: lanes }, lane))
  }
  await client.lost(lostIds)
  return sent
}

async function readSmall(
  root: string,
  { sha256 }: MissingOriginal,
): Promise<Uint8Array | LostOriginal['why']> {
  try {
    const bytes = await readFile(objectPath(root, sha256))
    return createHash('sha256').update(bytes).digest('hex') === sha256 ? bytes : 'rotten'
  } catch (error) {
    return errnoOf(error) === 'ENOENT' ? 'absent' : 'unreadable'
  }
}

function* batchesOf(page: MissingOriginal[]): Generator<MissingOriginal[]> {
  let batch: MissingOriginal[] = []
  let bytes = 0
  for (const original of page) {
    if (original.sizeBytes > smallBytes) {
      yield [original]
      continue
    }
    if (batch.length === batchFiles || bytes + original.sizeBytes > batchBytes) {
      yield batch
      batch = []
      bytes = 0
    }
    batch.push(original)
    bytes += original.sizeBytes
  }
  if (batch.length > 0) yield batch
}
