import { createHash } from 'node:crypto'
import type { DemoGroup } from '#contracts/demo'
import type { SpaceId, UserId } from '#contracts/ids'
import type { Deps } from '../deps.ts'
import { AppError } from '../errors.ts'
import { storeRendition } from '../files/store-rendition.ts'
import { newId } from '../ids.ts'
import { originalKey } from '../originals/keys.ts'
import { type DemoRow, findDemoSpace, insertDemo, knownHashes } from './queries.ts'

type DemoDeps = Pick<Deps, 'db' | 'bucket' | 'now' | 'config'>

/** Throws `not_found` when there is no such space, or no admin yet. */
export async function demoSpace(deps: Pick<Deps, 'db'>, name: string | undefined) {
  const space = await findDemoSpace(deps.db, name)
  if (!space) throw new AppError('not_found', 'There is no such space yet.')
  return space
}

/**
 * Writes a group of generated pictures past uploads and ingest: bytes into R2, then all rows in one
 * batch. Everything is as if they had come in the usual way; what the space has already is left out.
 * Resolves to how many were new.
 */
export async function writeDemo(
  deps: DemoDeps,
  space: { id: SpaceId; ownerId: UserId },
  group: DemoGroup,
  bytes: Uint8Array,
): Promise<number> {
  let from = 0
  const take = (length: number) => {
    from += length
    return bytes.subarray(from - length, from)
  }
  const pictures = group.pictures.map((picture) => {
    return { ...picture, small: take(picture.smallBytes), large: take(picture.largeBytes) }
  })
  const sent = group.files.map((file) => ({ ...file, bytes: take(file.sizeBytes) }))
  if (from !== bytes.length || sent.some((file) => hashOf(file.bytes) !== file.sha256)) {
    throw new AppError('validation_failed', 'The bytes are not those that the head lists.')
  }
  const known = await knownHashes(
    deps.db,
    space.id,
    sent.map((file) => file.sha256),
  )
  const fresh = sent.filter((file) => !known.has(file.sha256))
  if (fresh.length === 0) return 0
  let quotaBytes = 0
  const rows: DemoRow[] = await Promise.all(
    fresh.map(async (file) => {
      const picture = pictures[file.picture]
      if (!picture) throw new AppError('validation_failed', 'A file names no picture.')
      const ids = {
        id: newId('file', file.createdAt),
        originalId: newId('original', file.createdAt),
      }
      const spaceId = space.id
      await Promise.all([
        deps.bucket.put(originalKey(spaceId, ids.originalId), file.bytes, { sha256: file.sha256 }),
        storeRendition(deps, { spaceId, fileId: ids.id, name: '320', bytes: picture.small }),
        storeRendition(deps, { spaceId, fileId: ids.id, name: '1600', bytes: picture.large }),
      ])
      quotaBytes += file.sizeBytes
      if (deps.config.quotaCountsRenditions) quotaBytes += picture.smallBytes + picture.largeBytes
      const { smallBytes, largeBytes, smallWidth, smallHeight, width, height, thumbhash } = picture
      const { bytes: _, picture: __, isFavorite, ...columns } = file
      return {
        ...{ ...columns, ...ids, isFavorite: isFavorite ? 1 : 0, thumbhash },
        ...{ smallBytes, largeBytes, smallWidth, smallHeight },
        ...{ largeWidth: width, largeHeight: height },
      }
    }),
  )
  const now = deps.now()
  const namesOf = (key: 'folder' | 'album') =>
    [...new Set(fresh.map((file) => file[key]))].flatMap((name) =>
      name === null ? [] : [{ id: newId('folder', now), name, kind: key }],
    )
  const of = { spaceId: space.id, ownerId: space.ownerId, quotaBytes, now }
  await insertDemo(deps.db, of, rows, [...namesOf('folder'), ...namesOf('album')])
  return rows.length
}

function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}
