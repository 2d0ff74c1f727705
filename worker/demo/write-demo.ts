import type { DemoGroup } from '#contracts/demo'
import { type OriginalId, type SpaceId, sha256Schema, type UserId } from '#contracts/ids'
import type { Deps } from '../deps.ts'
import { AppError } from '../errors.ts'
import { storeRendition } from '../files/store-rendition.ts'
import { newId } from '../ids.ts'
import { toHex } from '../originals/digests.ts'
import { originalKey } from '../originals/keys.ts'
import {
  type DemoRow,
  findDemoSpace,
  findOriginal,
  findOriginals,
  insertDemo,
  insertOriginal,
  knownNames,
} from './queries.ts'

interface DemoSpace {
  id: SpaceId
  ownerId: UserId
}

/** Throws `not_found` when there is no such space, or no admin yet. */
export async function demoSpace(deps: Pick<Deps, 'db'>, name: string | undefined) {
  const space = await findDemoSpace(deps.db, name)
  if (!space) throw new AppError('not_found', 'There is no such space yet.')
  return space
}

/** Stores a generated JPEG, unless the space has it; resolves to the original's id. */
export async function writeDemoOriginal(
  deps: Pick<Deps, 'db' | 'bucket' | 'now'>,
  space: DemoSpace,
  bytes: Uint8Array,
): Promise<OriginalId> {
  const sha256 = sha256Schema.parse(toHex(await crypto.subtle.digest('SHA-256', bytes)))
  const known = await findOriginal(deps.db, space.id, sha256)
  if (known) return known
  const now = deps.now()
  const id = newId('original', now)
  const key = originalKey(space.id, id)
  await deps.bucket.put(key, bytes, { sha256 })
  await insertOriginal(deps.db, space, { id, sha256, sizeBytes: bytes.length, now })
  const winner = await findOriginal(deps.db, space.id, sha256)
  // Somebody else stored the same in the meantime.
  if (winner !== id) await deps.bucket.delete(key)
  if (!winner) throw new AppError('not_found', 'There is no such space yet.')
  return winner
}

/**
 * Writes a group of generated files past uploads and ingest: renditions into R2, then all rows in one
 * batch. Everything is as if they had come in the usual way, but only one file of each original gets
 * the rendition 1600: the others borrow it when it is looked at. Names that the space has are left
 * out. Resolves to how many were new. Throws `validation_failed` when the group contradicts itself.
 */
export async function writeDemo(
  deps: Pick<Deps, 'db' | 'bucket' | 'now' | 'config'>,
  space: DemoSpace,
  group: DemoGroup,
  bytes: Uint8Array,
): Promise<number> {
  const pictures = cutRenditions(group.pictures, bytes)
  const [known, originals] = await Promise.all([
    knownNames(
      deps.db,
      space.id,
      group.files.map((file) => file.name),
    ),
    findOriginals(
      deps.db,
      space.id,
      group.pictures.map((picture) => picture.originalId),
    ),
  ])
  const fresh = group.files.filter((file) => !known.has(file.name.toLowerCase()))
  if (fresh.length === 0) return 0
  const rows: DemoRow[] = await Promise.all(
    fresh.map(async ({ picture: index, isFavorite, ...file }) => {
      const picture = pictures[index]
      const original = picture && originals.get(picture.originalId)
      if (!picture || !original) {
        throw new AppError('validation_failed', 'A file names no picture that is there.')
      }
      const [id, spaceId] = [newId('file', file.createdAt), space.id]
      const { small, large, largeBytes, ...columns } = picture
      const isLender = original.hasLarge === 0
      if (isLender) original.hasLarge = 1
      const store = (name: '320' | '1600', rendition: Uint8Array) =>
        storeRendition(deps, { spaceId, fileId: id, name, bytes: rendition })
      await Promise.all([store('320', small), isLender && store('1600', large)])
      return {
        ...{ ...file, ...columns, id, sizeBytes: original.sizeBytes },
        ...{ isFavorite: isFavorite ? 1 : 0, largeBytes: isLender ? largeBytes : null },
      }
    }),
  )
  const now = deps.now()
  const namesOf = (key: 'folder' | 'album') =>
    [...new Set(fresh.map((file) => file[key]))].flatMap((name) =>
      name === null ? [] : [{ id: newId('folder', now), name, kind: key }],
    )
  const countRenditions = deps.config.quotaCountsRenditions
  const of = { spaceId: space.id, ownerId: space.ownerId, countRenditions, now }
  return await insertDemo(deps.db, of, rows, [...namesOf('folder'), ...namesOf('album')])
}

function cutRenditions(pictures: DemoGroup['pictures'], bytes: Uint8Array) {
  let from = 0
  const take = (length: number) => {
    from += length
    return bytes.subarray(from - length, from)
  }
  const cut = pictures.map((picture) => {
    return { ...picture, small: take(picture.smallBytes), large: take(picture.largeBytes) }
  })
  if (from !== bytes.length) {
    throw new AppError('validation_failed', 'The bytes are not those that the head lists.')
  }
  return cut
}
