import { z } from 'zod'
import type { FileView } from '#contracts/files'
import {
  type FaceId,
  faceIdSchema,
  type PersonId,
  personIdSchema,
  type SpaceId,
} from '#contracts/ids'
import type { PageQuery } from '#contracts/paging'
import type { FacesPage, FaceView, PeoplePage, PeopleQuery, PersonView } from '#contracts/people'
import type { Deps } from '../deps.ts'
import { AppError } from '../errors.ts'
import { toFileViews } from '../files/file-view.ts'
import { filesByIds } from '../files/find-file.ts'
import { type Actor, membershipIn } from '../spaces/access.ts'
import {
  countWaiting,
  type FaceRow,
  facesByIds,
  facesOfPerson,
  listPeople,
  type PersonRow,
  peopleByIds,
} from './queries.ts'

export type ListDeps = Pick<Deps, 'db' | 'now' | 'config'>

/** Who reads, and under which host the addresses of pictures are signed. */
export interface Reader {
  actor: Actor
  host: string
}

/** The people of a space for its members, those with most faces first. */
export async function readPeople(
  deps: ListDeps,
  reader: Reader,
  spaceId: SpaceId,
  { cursor, limit, hidden }: PeopleQuery,
): Promise<PeoplePage> {
  membershipIn(reader.actor, spaceId, 'viewer')
  const after = cursor === undefined ? null : parseCursor(cursor, personIdSchema)
  const [rows, waiting] = await Promise.all([
    listPeople(deps.db, spaceId, {
      isHidden: hidden,
      after: after && { faces: after.value, id: after.id },
      limit: limit + 1,
    }),
    countWaiting(deps.db, spaceId),
  ])
  const page = rows.slice(0, limit)
  const last = rows.length > limit ? page.at(-1) : undefined
  return {
    items: await toPersonViews(deps, reader, page),
    nextCursor: last ? `${last.faces} ${last.id}` : null,
    waiting,
  }
}

/** One person and their pictures, the latest first. */
export async function readFaces(
  deps: ListDeps,
  reader: Reader,
  of: { spaceId: SpaceId; personId: PersonId },
  { cursor, limit }: PageQuery,
): Promise<FacesPage> {
  const person = await readPerson(deps, reader, of.spaceId, of.personId)
  const after = cursor === undefined ? null : parseCursor(cursor, faceIdSchema)
  const rows = await facesOfPerson(deps.db, of.personId, {
    after: after && { shownAt: after.value, id: after.id },
    limit: limit + 1,
  })
  const page = rows.slice(0, limit)
  const last = rows.length > limit ? page.at(-1) : undefined
  return {
    person,
    items: await toFaceViews(deps, reader, page),
    nextCursor: last ? `${last.shownAt} ${last.id}` : null,
  }
}

export async function readPerson(
  deps: ListDeps,
  reader: Reader,
  spaceId: SpaceId,
  personId: PersonId,
): Promise<PersonView> {
  membershipIn(reader.actor, spaceId, 'viewer')
  const [view] = await toPersonViews(deps, reader, await peopleByIds(deps.db, spaceId, [personId]))
  if (!view) throw noSuchPerson()
  return view
}

/** People as they are shown; who reads is a member of their space. */
export async function toPersonViews(
  deps: ListDeps,
  reader: Reader,
  rows: PersonRow[],
): Promise<PersonView[]> {
  const covers = await facesByIds(
    deps.db,
    rows.flatMap(({ cover }) => cover ?? []),
  )
  const views = new Map((await toFaceViews(deps, reader, covers)).map((view) => [view.id, view]))
  return rows.map((row) => ({ ...row, cover: views.get(row.cover ?? ('' as FaceId)) ?? null }))
}

async function toFaceViews(
  deps: ListDeps,
  { actor, host }: Reader,
  rows: FaceRow[],
): Promise<FaceView[]> {
  const files = await filesByIds(deps, [...new Set(rows.map(({ fileId }) => fileId))])
  const views = await toFileViews(deps, files, { host, userId: actor.userId })
  const byId = new Map<string, FileView>(views.map((view) => [view.id, view]))
  return rows.flatMap(({ id, fileId, atMs, boxLeft, boxTop, boxWidth, boxHeight }) => {
    const file = byId.get(fileId)
    const box = { left: boxLeft, top: boxTop, width: boxWidth, height: boxHeight }
    return file ? [{ id, atMs, box, file }] : []
  })
}

function parseCursor<Id extends z.ZodType>(cursor: string, id: Id) {
  const [value, last] = cursor.split(' ')
  const parsed = z.object({ value: z.coerce.number().int(), id }).safeParse({ value, id: last })
  if (!parsed.success) throw new AppError('validation_failed', 'This cursor is none of this list.')
  return parsed.data
}

export function noSuchPerson(): AppError {
  return new AppError('not_found', 'There is no such person.')
}
