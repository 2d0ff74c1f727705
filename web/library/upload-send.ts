import type { FileView } from '#contracts/files'
import type { FileId } from '#contracts/ids'
import { answer, api } from '../api.ts'
import { type Destination, wholeMaxBytes } from './upload-queue.ts'
import { uploadFile } from './upload-whole.ts'

/** What became of a file: a new one in the vault, or one that was there already. */
export interface Sent {
  outcome: 'created' | 'duplicate'
  fileId: FileId
  file: FileView | null
}

/**
 * Whether the vault has these bytes already; then nothing is sent. In another folder than the one
 * that they are bound for, they become a file of their own there, which costs no room.
 */
export async function sendNothing(
  { spaceId, folderId }: Destination,
  sha256: string,
  sizeBytes: number,
): Promise<Sent | null> {
  const known = { sizeBytes, ...(folderId === null ? { space: spaceId } : { folderId }) }
  const { file } = await answer(api.api.uploads.known.$post({ json: { ...known, sha256 } }))
  if (file === null) return null
  if (folderId === null || file.folderId === folderId) {
    return { outcome: 'duplicate', fileId: file.id, file }
  }
  const { fileIds } = await answer(
    api.api.files.copy.$post({ json: { fileIds: [file.id], folderId } }),
  )
  return { outcome: 'created', fileId: fileIds[0] ?? file.id, file: null }
}

/** Sends a file: a small one whole, a large one in chunks. Rejects as `sendByTus` does. */
export async function sendFile(
  file: File,
  options: Parameters<typeof import('./upload-tus.ts').sendByTus>[1],
): Promise<Sent> {
  if (file.size <= wholeMaxBytes && options.url === null) {
    const { outcome, file: view } = await uploadFile(file, options)
    return { outcome, fileId: view.id, file: view }
  }
  const { sendByTus } = await import('./upload-tus.ts')
  return { ...(await sendByTus(file, options)), file: null }
}

/** Gives up an upload that was begun: the vault removes what it has of it. */
export async function giveUp(url: string): Promise<void> {
  // What stays behind when this fails, the vault clears away by itself.
  await fetch(url, { method: 'DELETE', headers: { 'Tus-Resumable': '1.0.0' } }).catch(() => null)
}
