import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { Decrypter } from 'age-encryption'
import { z } from 'zod'
import { boundedBytes } from '../bounded-bytes.ts'
import { readFrames } from '../link/read-frames.ts'
import { firstFrameSchema, lastFrameSchema, pageFrameSchema } from './snapshot-frames.ts'

const headSchema = z.union([firstFrameSchema, pageFrameSchema, lastFrameSchema])
const pageMaxBytes = 100_000_000
const unpackedMaxBytes = 1_000_000_000

const rowSchema = z.record(
  z.string(),
  z.union([z.string(), z.number(), z.null(), z.strictObject({ base64: z.base64() })]),
)
export type SnapshotRow = z.infer<typeof rowSchema>

/** A snapshot cannot be read; `message` is a sentence for people. */
export class SnapshotError extends Error {
  override name = 'SnapshotError'
}

/**
 * The pages of a snapshot file in their order, each with its rows, opened with the recovery key
 * (`AGE-SECRET-KEY-1…`). Throws `SnapshotError` when it is none, was not finished, is damaged, or
 * opens with another key; then what came before was still right.
 */
export async function* readSnapshot(
  path: string,
  recoveryKey: string,
): AsyncGenerator<{ table: string; rows: SnapshotRow[] }> {
  const decrypter = new Decrypter()
  decrypter.addIdentity(recoveryKey)
  let pages = 0
  let hasStarted = false
  let isWhole = false
  const sizeOf = (head: z.infer<typeof headSchema>) => ('table' in head ? head.sizeBytes : 0)
  try {
    const frames = readFrames(createReadStream(path), (head) => headSchema.parse(head), sizeOf)
    for await (const { head, body } of frames) {
      if (!hasStarted && !('kind' in head)) break
      hasStarted = true
      if ('end' in head) isWhole = head.pages === pages
      if (!('table' in head)) continue
      const sealed = await boundedBytes(body, pageMaxBytes)
      if (createHash('sha256').update(sealed).digest('hex') !== head.sha256) {
        throw new SnapshotError(`The snapshot is damaged in its table ${head.table}.`)
      }
      pages += 1
      yield { table: head.table, rows: await unseal(decrypter, sealed) }
    }
  } catch (error) {
    if (error instanceof SnapshotError) throw error
    throw new SnapshotError('The snapshot cannot be read: it is damaged.', { cause: error })
  }
  if (!hasStarted) throw new SnapshotError('This file is no snapshot of CloudVault.')
  if (!isWhole) throw new SnapshotError('The snapshot was not finished.')
}

async function unseal(decrypter: Decrypter, sealed: Uint8Array): Promise<SnapshotRow[]> {
  const zipped = await decrypter.decrypt(sealed).catch((cause: unknown) => {
    throw new SnapshotError('The snapshot does not open with this recovery key.', { cause })
  })
  const text = gunzipSync(zipped, { maxOutputLength: unpackedMaxBytes }).toString()
  const lines = text.split('\n').filter((line) => line !== '')
  return lines.map((line) => rowSchema.parse(JSON.parse(line)))
}
