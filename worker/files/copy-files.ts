import { sql } from 'drizzle-orm'
import type { FileId, FolderId, UserId } from '#contracts/ids'
import { runBatch } from '../db/run-batch.ts'
import type { Deps } from '../deps.ts'
import { wakeHome } from '../home-nodes/wake-home.ts'
import { newId } from '../ids.ts'
import { runnerOf } from '../jobs/runner-of.ts'
import { handEngine } from '../tags/hand-engine.ts'
import { foldName } from './clean-name.ts'

/** Files that one batch copies: eight statements each. */
const batchSize = 30

export interface CopyPlace {
  folderId: FolderId | null
  createdBy: UserId
  /** Who sent it by a drop link, if somebody did. */
  guestName?: string | null
  /** Instead of the name that each has. */
  name?: string
  /** Whether what people wrote and tagged comes along, which the reader of the copy then reads. */
  withWritings: boolean
}

/**
 * Makes a file of its own for each of these, with the same original; its renditions are made anew, and
 * so is what engines find. Resolves to the new ids; access was checked by the caller.
 */
export async function copyFiles(
  deps: Pick<Deps, 'db' | 'now' | 'log' | 'defer' | 'homeLink'>,
  fileIds: FileId[],
  place: CopyPlace,
): Promise<FileId[]> {
  const now = deps.now()
  const copies = [...new Set(fileIds)].map((from) => ({ from, id: newId('file', now) }))
  for (let start = 0; start < copies.length; start += batchSize) {
    const statements = copies
      .slice(start, start + batchSize)
      .flatMap((copy) => copyStatements(deps, copy, place, now))
    await runBatch(deps.db, statements)
  }
  deps.log.info('files.copied', { files: copies.length })
  deps.defer(wakeHome(deps))
  return copies.map(({ id }) => id)
}

function copyStatements(
  { db }: Pick<Deps, 'db'>,
  { from, id }: { from: FileId; id: FileId },
  { folderId, createdBy, guestName = null, name, withWritings }: CopyPlace,
  now: number,
) {
  const jobId = newId('job', now)
  const [named, folded] =
    name === undefined ? [sql`name`, sql`name_folded`] : [sql`${name}`, sql`${foldName(name)}`]
  const isKept = sql`exists (select 1 from originals
    where originals.id = files.original_id and originals.removed_at is null)`
  const isThere = sql`exists (select 1 from files where files.id = ${id})`
  const writings = [
    db.run(sql`insert into file_metadata (file_id, read, edited)
      select ${id}, read, edited from file_metadata where file_id = ${from} and ${isThere}`),
    db.run(sql`insert into file_tags (file_id, label, probability, engine)
      select ${id}, label, probability, engine from file_tags
      where file_id = ${from} and engine = ${handEngine} and ${isThere}`),
    db.run(sql`insert into removed_tags (file_id, label, space_id, was, at)
      select ${id}, label, space_id, '[]', at from removed_tags
      where file_id = ${from} and ${isThere}`),
    db.run(sql`update files set (taken_at, taken_zone, shown_at, latitude, longitude, place_name,
        description, rating, width, height, camera, lens, thumbhash) =
      (select taken_at, taken_zone, shown_at, latitude, longitude, place_name,
        description, rating, width, height, camera, lens, thumbhash from files where id = ${from})
      where id = ${id}`),
  ]
  return [
    db.run(sql`insert into files (id, space_id, original_id, folder_id, name, name_folded, size_bytes,
        kind, shown_at, preview, preview_note, created_by, guest_name, created_at)
      select ${id}, space_id, original_id, ${folderId}, ${named}, ${folded}, size_bytes,
        kind, ${now}, case when preview = 'none' then 'none' else 'pending' end,
        preview_note, ${createdBy}, ${guestName}, ${now}
      from files where id = ${from} and ${isKept}`),
    ...(withWritings ? writings : []),
    db.run(sql`insert into jobs (id, name, runner, space_id, file_id, original_id, state, next_at, created_at)
      select ${jobId}, 'ingest-file', ${runnerOf['ingest-file']}, space_id, id, original_id, 'queued', ${now}, ${now}
      from files where id = ${id} and preview = 'pending'`),
    db.run(sql`insert into changes (kind, space_id, file_id, original_id, at)
      select 'file.created', space_id, id, original_id, ${now} from files where id = ${id}`),
  ]
}
