import type { FileId } from '#contracts/ids'
import type { OpenOriginal } from '#contracts/originals'
import type { Deps } from '../deps.ts'
import { AppError } from '../errors.ts'
import { HomeNodeOfflineError } from '../home-nodes/home-client.ts'
import { parseRange } from '../http/range.ts'
import { openAtHome } from '../originals/at-home.ts'
import { originalKey } from '../originals/keys.ts'
import { type Actor, actorIdOf } from '../spaces/access.ts'
import { noteOriginalRead } from '../tiering/note-read.ts'
import { requireFile } from './find-file.ts'
import type { FileRow } from './queries.ts'

type OpenDeps = Pick<Deps, 'db' | 'now' | 'originals' | 'homeOriginals' | 'defer'>

/**
 * Opens a file's original: from R2, else from a home disk. Throws `not_found`,
 * `range_not_satisfiable`, or `home_node_offline` when only the home node could have it.
 */
export async function openDownload(
  deps: OpenDeps,
  actor: Actor,
  id: FileId,
  rangeHeader: string | undefined,
): Promise<{ file: FileRow; opened: OpenOriginal; partial: boolean }> {
  const file = await requireFile(deps, actor, id, 'viewer')
  return { file, ...(await openOriginal(deps, file, rangeHeader)) }
}

/** The same for a file to which access was checked already. */
export async function openOriginal(
  deps: OpenDeps,
  file: Pick<FileRow, 'spaceId' | 'originalId' | 'sha256' | 'sizeBytes'>,
  rangeHeader: string | undefined,
): Promise<{ opened: OpenOriginal; partial: boolean }> {
  const range = parseRange(rangeHeader, file.sizeBytes)
  if (range === 'unsatisfiable') {
    throw new AppError('range_not_satisfiable', 'The range lies outside the file.')
  }
  const inR2 = await deps.originals.open(originalKey(file.spaceId, file.originalId), range)
  if (range === undefined || range.start === 0) deps.defer(noteOriginalRead(deps, file, !inR2))
  return { opened: inR2 ?? (await fromHome(deps, file, range)), partial: range !== undefined }
}

/**
 * Says in the audit that somebody took an original. Whoever fetches it in parts, or looks around in a
 * film, took it once: with the part that has the first byte.
 */
export function recordDownload(
  deps: Pick<Deps, 'audit'>,
  actor: Actor,
  { file, opened }: { file: FileRow; opened: OpenOriginal },
) {
  if (opened.range.start > 0) return
  const actorId = actorIdOf(actor)
  const event = { chain: file.spaceId, actorId, subjectId: file.id }
  deps.audit.record({ ...event, action: 'original.downloaded' })
}

async function fromHome(
  deps: Pick<Deps, 'homeOriginals' | 'defer'>,
  file: Pick<FileRow, 'sha256' | 'sizeBytes'>,
  range: { start: number; end: number } | undefined,
): Promise<OpenOriginal> {
  try {
    const opened = await openAtHome(deps, file, range)
    if (opened) return opened
  } catch (cause) {
    if (!(cause instanceof HomeNodeOfflineError)) throw cause
    const detail = 'The original is at home, and the home node is away. Its preview is still here.'
    throw new AppError('home_node_offline', detail, { cause, retryAfterSeconds: 60 })
  }
  throw new AppError('gone', 'The original is in none of the places that should have it.')
}
