import { fileDetailSchema } from '#contracts/files'
import type { FileId } from '#contracts/ids'
import type { Ffmpeg } from '../video/ffmpeg.ts'
import type { ItemOutcome } from './import-item.ts'
import { ownWords } from './own-words.ts'
import type { Beside, Words } from './plan.ts'
import type { VaultSession } from './vault-session.ts'
import type { FoundFile } from './walk-tree.ts'

export interface Telling {
  fileId: FileId
  file: FoundFile
  outcome: ItemOutcome
  beside: Beside
}

/**
 * Writes into the vault what stands beside a file: what a person's program says, and of the rest only
 * what the file itself lacks. What somebody wrote in the vault stays. Says whether there was anything
 * to write. Can be done again. Throws `RefusedError`.
 */
export async function tellVault(
  session: VaultSession,
  programs: Ffmpeg | null,
  { fileId, file, outcome, beside }: Telling,
): Promise<boolean> {
  // A file that was there may have been written about by somebody.
  const detail = outcome === 'sent' ? null : await session.ask(fileDetailSchema, `/files/${fileId}`)
  const written = new Set<string>(detail?.metadata.edited)
  const own = Object.keys(beside.fills).length === 0 ? null : await ownWords(file, programs)
  const wanted = { ...lacking(beside.fills, own), ...beside.says }
  const words = Object.fromEntries(Object.entries(wanted).filter(([key]) => !written.has(key)))
  const isArchived = beside.isArchived && detail?.archivedAt == null
  if (Object.keys(words).length > 0 || isArchived) {
    const json = { ...words, ...(isArchived && { isArchived }) }
    await session.send(`/files/${fileId}`, { method: 'PATCH', json })
  }
  const there = new Set(detail?.tags.map(({ label }) => label))
  const isTagged = beside.tags.some((tag) => !there.has(tag))
  if (isTagged) {
    const byHand = detail?.tags.filter(({ engine }) => engine === 'hand').map(({ label }) => label)
    const tags = [...new Set([...(byHand ?? []), ...beside.tags])].slice(0, 50)
    await session.send(`/files/${fileId}/tags`, { method: 'PUT', json: { tags } })
  }
  const isFavorite = beside.isFavorite && detail?.isFavorite !== true
  if (isFavorite) await session.send(`/files/${fileId}/favorite`, { method: 'PUT' })
  return Object.keys(words).length > 0 || isArchived || isTagged || isFavorite
}

/** Time and zone go together, and so do the two of a place. */
function lacking(
  { takenAt, takenZone, latitude, longitude, description, rating }: Words,
  own: Awaited<ReturnType<typeof ownWords>>,
): Words {
  return {
    ...(own?.takenAt == null && takenAt && { takenAt, ...(takenZone != null && { takenZone }) }),
    ...(own?.latitude == null && latitude != null && longitude != null && { latitude, longitude }),
    ...(own?.description == null && description && { description }),
    ...(own?.rating == null && rating && { rating }),
  }
}
