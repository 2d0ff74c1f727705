import { z } from 'zod'
import { type FileId, fileIdSchema } from '#contracts/ids'
import type { TagFilesQuery, TagList, TagListQuery } from '#contracts/tags'
import type { Deps } from '../deps.ts'
import { AppError } from '../errors.ts'
import { type FoundFile, filesByIds } from '../files/find-file.ts'
import { offsetOf } from '../files/list-files.ts'
import { currentGeneration } from '../media/generation.ts'
import { mediaExpiry, signMediaPath } from '../media/media-url.ts'
import { type Actor, membershipIn } from '../spaces/access.ts'
import { changingTags } from './change-queries.ts'
import { countWithTag, filesWithTag, tagsOfSpace } from './queries.ts'

/**
 * One page of the tags of a space, each with a picture that is signed for `host`. Throws `not_found`
 * for strangers.
 */
export async function listTags(
  deps: Pick<Deps, 'db' | 'now' | 'config'>,
  actor: Actor,
  { space = actor.homeSpaceId, cursor, limit, sort, q }: TagListQuery,
  host: string,
): Promise<TagList> {
  membershipIn(actor, space, 'viewer')
  const after = cursor === undefined ? null : parseTagCursor(cursor)
  const [rows, changing, generation] = await Promise.all([
    tagsOfSpace(deps.db, space, { after, limit: limit + 1, sort, contains: q }),
    changingTags(deps.db, space),
    currentGeneration(deps, space),
  ])
  const expiresAtSeconds = mediaExpiry(deps.now())
  const signed = (fileId: FileId, edit: number) =>
    signMediaPath(deps.config.mediaKeys, host, {
      ...{ spaceId: space, fileId, rendition: '320', edit, generation: generation ?? 0 },
      expiresAtSeconds,
    })
  const items = rows.slice(0, limit).map(({ fileId, thumbhash, edit, isReady, ...tag }) => ({
    ...tag,
    cover: { fileId, thumbhash, thumbUrl: isReady ? signed(fileId, edit) : null },
  }))
  const last = rows.length > limit ? items.at(-1) : undefined
  return { items, nextCursor: last ? tagCursor(last) : null, changing }
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
  const page = { before: parseFileCursor(cursor), limit: limit + 1, offset }
  const found = await filesWithTag(deps.db, of, page)
  const total = query.page === undefined ? null : await countWithTag(deps.db, of)
  const ids = found.slice(0, limit)
  const byId = new Map((await filesByIds(deps, ids)).map((row) => [row.id, row]))
  const last = found.length > limit ? (ids.at(-1) ?? null) : null
  return { rows: ids.flatMap((id) => byId.get(id) ?? []), nextCursor: last, total }
}

const tagCursorSchema = z.tuple([z.int(), z.string()])

/** The number of files and the label: where a page of either order ends. */
function tagCursor({ files, tag }: { files: number; tag: string }): string {
  return Buffer.from(JSON.stringify([files, tag])).toString('base64url')
}

function parseTagCursor(cursor: string): { files: number; tag: string } {
  try {
    const json: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString())
    const [files, tag] = tagCursorSchema.parse(json)
    return { files, tag }
  } catch (cause) {
    throw noSuchCursor(cause)
  }
}

function parseFileCursor(cursor: string | undefined): FileId | null {
  if (cursor === undefined) return null
  const parsed = fileIdSchema.safeParse(cursor)
  if (parsed.success) return parsed.data
  throw noSuchCursor(parsed.error)
}

function noSuchCursor(cause: unknown): AppError {
  const detail = 'This cursor is not one of this list. Start from the first page.'
  return new AppError('validation_failed', detail, { cause })
}
