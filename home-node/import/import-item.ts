import { z } from 'zod'
import { fileViewSchema } from '#contracts/files'
import { copiedFilesSchema } from '#contracts/folders'
import type { FileId, FolderId, Sha256, SpaceId } from '#contracts/ids'
import { hashFile } from './hash-file.ts'
import type { ImportLedger } from './import-ledger.ts'
import { ChangedFileError, sendFile } from './send-file.ts'
import { RefusedError, type VaultSession } from './vault-session.ts'
import type { FoundFile } from './walk-tree.ts'

/**
 * | outcome | means |
 * |---|---|
 * | sent | its bytes went to the vault |
 * | linked | the space had its bytes in another folder: it is a file here too, and nothing was sent |
 * | known | it lies there already |
 */
export type ItemOutcome = 'sent' | 'linked' | 'known'

export interface ItemDeps {
  session: VaultSession
  ledger: ImportLedger
  spaceId: SpaceId
  onProgress(bytes: number): void
}

export interface Item {
  file: FoundFile
  folderId: FolderId | null
  /** What lies in that folder, by hash; what comes into it is added. */
  there: Map<Sha256, FileId>
  /** Wherever in the space its bytes are is good enough: for albums, which only show files. */
  isAnywhere: boolean
}

const knownAnswerSchema = z.object({ file: fileViewSchema.nullable() })

/** SHA-256 of a file, from the ledger when neither its size nor its time changed since. */
export async function hashOf(
  ledger: Pick<ImportLedger, 'hashOf' | 'keepHash'>,
  file: FoundFile,
): Promise<Sha256> {
  const kept = ledger.hashOf(file)
  if (kept !== null) return kept
  const { sha256, sizeBytes } = await hashFile(file.path)
  if (sizeBytes !== file.sizeBytes) throw new ChangedFileError()
  ledger.keepHash(file, sha256)
  return sha256
}

/**
 * Brings one file into its folder, unless it is there: hashed first, and its bytes are sent only when
 * the space does not have them. Throws `RefusedError`, `ChangedFileError`, and what reading throws.
 */
export async function importItem(
  { session, ledger, spaceId, onProgress }: ItemDeps,
  { file, folderId, there, isAnywhere }: Item,
): Promise<{ fileId: FileId; sha256: Sha256; outcome: ItemOutcome }> {
  const sha256 = await hashOf(ledger, file)
  const here = there.get(sha256)
  const skip = (fileId: FileId, outcome: ItemOutcome) => {
    onProgress(file.sizeBytes)
    there.set(sha256, fileId)
    return { fileId, sha256, outcome }
  }
  if (here !== undefined) return skip(here, 'known')
  const known = await findKnown(session, { sha256, sizeBytes: file.sizeBytes, space: spaceId })
  if (known !== null && (isAnywhere || known.folderId === folderId)) return skip(known.id, 'known')
  if (known !== null) {
    const json = { fileIds: [known.id], folderId }
    const { fileIds } = await session.ask(copiedFilesSchema, '/files/copy', {
      method: 'POST',
      json,
    })
    const [copy] = fileIds
    if (copy !== undefined) {
      return skip(copy, 'linked')
    }
  }
  const sent = await sendFile({
    ...{ session, ledger, onProgress, sha256, path: file.path, sizeBytes: file.sizeBytes },
    place: `${spaceId} ${folderId} ${sha256}`,
    metadata: {
      ...{ filename: file.name, sha256, space: spaceId },
      ...(folderId !== null && { folder: folderId }),
    },
  })
  there.set(sha256, sent.fileId)
  return { fileId: sent.fileId, sha256, outcome: sent.outcome === 'created' ? 'sent' : 'known' }
}

async function findKnown(
  session: VaultSession,
  json: { sha256: Sha256; sizeBytes: number; space: SpaceId },
) {
  try {
    const request = { method: 'POST', json }
    return (await session.ask(knownAnswerSchema, '/uploads/known', request)).file
  } catch (error) {
    if (error instanceof RefusedError && error.status === 404) return null
    throw error
  }
}
