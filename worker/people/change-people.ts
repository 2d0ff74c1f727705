import { and, eq, sql } from 'drizzle-orm'
import { faceSimilarity } from '#contracts/face-similarity'
import type { FaceId, PersonId, SpaceId } from '#contracts/ids'
import type { ChangePerson, PeopleReview, PersonView, ReviewPeople } from '#contracts/people'
import { addToSum, personDistance, sortDistances } from '#contracts/sort-faces'
import { faces } from '../db/schema/people.ts'
import type { Deps } from '../deps.ts'
import { AppError } from '../errors.ts'
import { newId } from '../ids.ts'
import { membershipIn } from '../spaces/access.ts'
import {
  type ListDeps,
  noSuchPerson,
  type Reader,
  readPerson,
  toPersonViews,
} from './list-people.ts'
import { changePersonRow, peopleByIds, personOfFace } from './queries.ts'
import {
  changeSorting,
  descriptorsOf,
  mergeInto,
  putPeople,
  readSorting,
  type Sorting,
} from './sorting.ts'

type ChangeDeps = ListDeps & Pick<Deps, 'announce' | 'defer'>

/** Names, hides or marks a person, for all members of the space. Editors may. Throws `not_found`. */
export async function changePerson(
  deps: ChangeDeps,
  reader: Reader,
  of: { spaceId: SpaceId; personId: PersonId },
  change: ChangePerson,
): Promise<PersonView> {
  const { spaceId, personId } = of
  membershipIn(reader.actor, spaceId, 'editor')
  const { coverFaceId } = change
  if (coverFaceId && (await personOfFace(deps.db, coverFaceId)) !== personId) {
    throw new AppError('not_found', 'This person has no such face.')
  }
  const given = Object.fromEntries(
    Object.entries(change).filter(([, value]) => value !== undefined),
  )
  if (
    Object.keys(given).length > 0 &&
    !(await changePersonRow(deps.db, spaceId, personId, given))
  ) {
    throw noSuchPerson()
  }
  return await readPerson(deps, reader, spaceId, personId)
}

/** Makes others part of a person, whose name stays. Throws `not_found`. */
export async function mergePeople(
  deps: ChangeDeps,
  reader: Reader,
  of: { spaceId: SpaceId; personId: PersonId },
  others: PersonId[],
): Promise<PersonView> {
  const { spaceId, personId } = of
  membershipIn(reader.actor, spaceId, 'editor')
  await changeSorting(deps, spaceId, async (sorting) => {
    const kept = personIn(sorting, personId)
    const gone = [...new Set(others)]
      .filter((id) => id !== personId)
      .map((id) => personIn(sorting, id))
    const merged = gone.flatMap((other) => {
      if (other.embedder !== kept.embedder) {
        throw new AppError('conflict', 'These people were found by different models.')
      }
      return mergeInto(deps.db, kept, other)
    })
    const statements = [...merged, putPeople(deps.db, sorting, [kept], deps.now())]
    return { statements, result: undefined }
  })
  return await readPerson(deps, reader, spaceId, personId)
}

/**
 * Makes faces of a person somebody else, who is never taken for that person again. Throws `not_found`
 * when one of the faces is not theirs, and `conflict` when nothing would be left.
 */
export async function splitPerson(
  deps: ChangeDeps,
  reader: Reader,
  of: { spaceId: SpaceId; personId: PersonId },
  faceIds: FaceId[],
): Promise<PersonView> {
  const { spaceId, personId } = of
  membershipIn(reader.actor, spaceId, 'editor')
  const now = deps.now()
  const madeId = newId('person', now)
  await changeSorting(deps, spaceId, async (sorting) => {
    const person = personIn(sorting, personId)
    const moved = await descriptorsOf(deps, sorting, personId, faceIds)
    if (moved.length !== new Set(faceIds).size) {
      throw new AppError('not_found', 'This person has no such face.')
    }
    const [row] = await peopleByIds(deps.db, spaceId, [personId])
    if (row && row.faces <= moved.length) {
      throw new AppError('conflict', 'All faces of a person cannot be somebody else: rename them.')
    }
    const { embedder } = person
    const made = { id: madeId, embedder, hasName: false, sum: new Float32Array(), summed: 0 }
    for (const { descriptor, isSummed } of moved) {
      if (isSummed) addToSum(person, descriptor, -1)
      addToSum(made, descriptor)
    }
    const isMoved = sql`${faces.id} in (select value from json_each(${JSON.stringify(faceIds)}))`
    return {
      statements: [
        putPeople(deps.db, sorting, [person, made], now),
        deps.db
          .update(faces)
          .set({ personId: madeId, isDecided: true, isSummed: true })
          .where(and(isMoved, eq(faces.personId, personId))),
        keepApart(deps.db, spaceId, personId, madeId),
      ],
      result: undefined,
    }
  })
  return await readPerson(deps, reader, spaceId, madeId)
}

/** Pairs who may be one, and of whom nobody said that they are not; the most alike first. */
export async function peopleToReview(
  deps: ChangeDeps,
  reader: Reader,
  spaceId: SpaceId,
): Promise<PeopleReview> {
  membershipIn(reader.actor, spaceId, 'viewer')
  const { people, areApart } = await readSorting(deps, spaceId)
  const known = people.filter(({ summed }) => summed > 0)
  const pairs = known.flatMap((one, at) =>
    known.slice(at + 1).flatMap((other) => {
      if (one.embedder !== other.embedder || areApart(one.id, other.id)) return []
      const distance = personDistance(one, other)
      return distance < sortDistances.ask ? [{ one: one.id, other: other.id, distance }] : []
    }),
  )
  const nearest = pairs.sort((a, b) => a.distance - b.distance).slice(0, 20)
  const ids = [...new Set(nearest.flatMap(({ one, other }) => [one, other]))]
  const views = await toPersonViews(deps, reader, await peopleByIds(deps.db, spaceId, ids))
  const shown = new Map(
    views.filter(({ isHidden, faces }) => !isHidden && faces > 0).map((view) => [view.id, view]),
  )
  return {
    items: nearest.flatMap(({ one, other, distance }) => {
      const [first, second] = [shown.get(one), shown.get(other)]
      const similarity = faceSimilarity(distance, reviewCurve)
      return first && second ? [{ one: first, other: second, similarity }] : []
    }),
  }
}

/** Middles of people are nearer to each other than faces, but by the same scale. */
const reviewCurve = { middle: 0.4, width: 0.04 }

/** Takes the answer: the same become one, the one with a name or more faces; others stay apart. */
export async function reviewPeople(
  deps: ChangeDeps,
  reader: Reader,
  spaceId: SpaceId,
  { one, other, same }: ReviewPeople,
): Promise<void> {
  membershipIn(reader.actor, spaceId, 'editor')
  const rows = await peopleByIds(deps.db, spaceId, [one, other])
  const [first, second] = [rows.find(({ id }) => id === one), rows.find(({ id }) => id === other)]
  if (!first || !second || one === other) throw noSuchPerson()
  if (same) {
    const weight = (row: typeof first) => (row.name === null ? 0 : 1e9) + row.faces
    const [kept, gone] = weight(first) >= weight(second) ? [one, other] : [other, one]
    await mergePeople(deps, reader, { spaceId, personId: kept }, [gone])
    return
  }
  await changeSorting(deps, spaceId, async () => ({
    statements: [keepApart(deps.db, spaceId, one, other)],
    result: undefined,
  }))
}

function keepApart(db: Deps['db'], spaceId: SpaceId, one: PersonId, other: PersonId) {
  const [first, second] = one < other ? [one, other] : [other, one]
  return db.run(sql`insert or ignore into people_apart (one, other, space_id)
    values (${first}, ${second}, ${spaceId})`)
}

function personIn({ people }: Sorting, id: PersonId) {
  const person = people.find((each) => each.id === id)
  if (!person) throw noSuchPerson()
  return person
}
