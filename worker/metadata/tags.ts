import { z } from 'zod'
import { type FileId, fileIdSchema, type SpaceId } from '#contracts/ids'
import type { TagFilesQuery, TagList } from '#contracts/metadata'
import type { PageQuery } from '#contracts/paging'
import type { Deps } from '../deps.ts'
import { AppError } from '../errors.ts'
import { type FoundFile, filesByIds, requireFile } from '../files/find-file.ts'
import { offsetOf } from '../files/list-files.ts'
import { type Actor, membershipIn } from '../spaces/access.ts'
import { announceFiles, type EditDeps, inTrash } from './edit-files.ts'
import { countWithTag, filesWithTag, replaceHandTags, tagsOfSpace } from './queries.ts'

/** Makes these all the tags by hand of a file; those of engines stay. Throws as editing does. */
export async function setHandTags(
  deps: EditDeps,
  actor: Actor,
  id: FileId,
  tags: string[],
): Promise<void> {
  const file = await requireFile(deps, actor, id, 'editor')
  if (file.trashedAt !== null) throw inTrash()
  await replaceHandTags(deps.db, id, [...new Set(tags)], deps.now())
  deps.log.info('file.tagged', { fileId: id, tags: tags.length })
  announceFiles(deps, [file])
}

/** One page of the tags of a space. Throws `not_found` for strangers. */
export async function listTags(
  { db }: Pick<Deps, 'db'>,
  actor: Actor,
  { space = actor.homeSpaceId, cursor, limit }: PageQuery & { space?: SpaceId | undefined },
): Promise<TagList> {
  membershipIn(actor, space, 'viewer')
  const after = cursor === undefined ? null : labelOfCursor(cursor)
  const rows = await tagsOfSpace(db, space, { after, limit: limit + 1 })
  const items = rows.slice(0, limit)
  const last = rows.length > limit ? items.at(-1) : undefined
  return { items, nextCursor: last ? cursorOfLabel(last.tag) : null }
}

/** One page of the living files of a space that have a tag, the latest first; how many there are, if asked for by a number. */
export async function listFilesWithTag(
  deps: Pick<Deps, 'db'>,
  actor: Actor,
  tag: string,
  query: TagFilesQuery,
): Promise<{ rows: FoundFile[]; nextCursor: FileId | null; total: number | null }> {
  const { space = actor.homeSpaceId, cursor, limit } = query
  const offset = offsetOf(query)
  membershipIn(actor, space, 'viewer')
  const of = { spaceId: space, tag }
  const page = { before: parseCursor(cursor), limit: limit + 1, offset }
  const found = await filesWithTag(deps.db, of, page)
  const total = query.page === undefined ? null : await countWithTag(deps.db, of)
  const ids = found.slice(0, limit)
  const byId = new Map((await filesByIds(deps, ids)).map((row) => [row.id, row]))
  const last = found.length > limit ? (ids.at(-1) ?? null) : null
  return { rows: ids.flatMap((id) => byId.get(id) ?? []), nextCursor: last, total }
}

function cursorOfLabel(label: string): string {
  return Buffer.from(JSON.stringify(label)).toString('base64url')
}

function labelOfCursor(cursor: string): string {
  try {
    return z.string().parse(JSON.parse(Buffer.from(cursor, 'base64url').toString()))
  } catch (cause) {
    throw noSuchCursor(cause)
  }
}

function parseCursor(cursor: string | undefined): FileId | null {
  if (cursor === undefined) return null
  const parsed = fileIdSchema.safeParse(cursor)
  if (parsed.success) return parsed.data
  throw noSuchCursor(parsed.error)
}

function noSuchCursor(cause: unknown): AppError {
  const detail = 'This cursor is not one of this list. Start from the first page.'
  return new AppError('validation_failed', detail, { cause })
}
