import { and, eq, sql } from 'drizzle-orm'
import type { FaceId, PersonId, SpaceId } from '#contracts/ids'
import type { SortedPerson } from '#contracts/sort-faces'
import { runBatch, type Statement } from '../db/run-batch.ts'
import { faces, people, peopleApart, peopleSpaces } from '../db/schema/people.ts'
import type { Deps } from '../deps.ts'
import { AppError } from '../errors.ts'
import { newPeopleKey, openPeopleKey, openVector, sealVector } from './sealed-vectors.ts'

type SortDeps = Pick<Deps, 'db' | 'config' | 'now'>

export interface Person extends SortedPerson {
  id: PersonId
  embedder: string
}

/** Who is who in a space, as it was read; `version` says whether it still is. */
export interface Sorting {
  spaceId: SpaceId
  version: number
  key: Buffer
  people: Person[]
  areApart(one: string, other: string): boolean
}

const triesAtMost = 5

/** All people of a space, of whom there are far fewer than faces. */
export async function readSorting(deps: SortDeps, spaceId: SpaceId): Promise<Sorting> {
  const { db, config } = deps
  const sealedKey = newPeopleKey(config, spaceId)
  await db.insert(peopleSpaces).values({ spaceId, sealedKey, version: 1 }).onConflictDoNothing()
  const [[space], rows, apartRows] = await db.batch([
    db.select().from(peopleSpaces).where(eq(peopleSpaces.spaceId, spaceId)),
    db
      .select({
        id: people.id,
        name: people.name,
        embedder: people.embedder,
        sealedSum: people.sealedSum,
        summed: people.summed,
      })
      .from(people)
      .where(eq(people.spaceId, spaceId)),
    db.select().from(peopleApart).where(eq(peopleApart.spaceId, spaceId)),
  ])
  if (!space) throw new Error('the space of these people was purged meanwhile')
  const key = openPeopleKey(config, spaceId, space.sealedKey)
  const apart = new Set(apartRows.map(({ one, other }) => `${one} ${other}`))
  return {
    spaceId,
    version: space.version,
    key,
    people: rows.map(({ id, name, embedder, sealedSum, summed }) => ({
      ...{ id, embedder, summed, hasName: name !== null },
      sum: openVector(key, id, sealedSum),
    })),
    areApart: (one, other) => apart.has(one < other ? `${one} ${other}` : `${other} ${one}`),
  }
}

/**
 * Changes who is who: `decide` says what to write after what was read. When somebody else was faster,
 * it is read and decided again. Throws `conflict` when that happens every time.
 */
export async function changeSorting<T>(
  deps: SortDeps,
  spaceId: SpaceId,
  decide: (sorting: Sorting) => Promise<{ statements: Statement[]; result: T }>,
): Promise<T> {
  for (let tries = 0; tries < triesAtMost; tries++) {
    const sorting = await readSorting(deps, spaceId)
    const { statements, result } = await decide(sorting)
    if (statements.length === 0) return result
    // Null where another was faster: the column does not take it, and the whole batch is undone.
    const guard = deps.db.run(sql`update people_spaces
      set version = case version when ${sorting.version} then version + 1 end
      where space_id = ${spaceId}`)
    try {
      await runBatch(deps.db, [guard, ...statements])
      return result
    } catch (error) {
      if (!String(error).includes('people_spaces.version')) throw error
    }
  }
  throw new AppError('conflict', 'The people of this space are being sorted; try again.')
}

/** Writes people as they are now, new ones among them. */
export function putPeople(
  db: Deps['db'],
  { key, spaceId }: Sorting,
  changed: Iterable<Person>,
  now: number,
): Statement {
  const rows = [...changed].map(({ id, embedder, sum, summed }) => ({
    ...{ id, embedder, summed },
    sum: sealVector(key, id, sum).toString('hex'),
  }))
  return db.run(sql`insert into people (id, space_id, embedder, sealed_sum, summed, created_at)
    select json_extract(value, '$.id'), ${spaceId}, json_extract(value, '$.embedder'),
      unhex(json_extract(value, '$.sum')), json_extract(value, '$.summed'), ${now}
    from json_each(${JSON.stringify(rows)}) where true
    on conflict (id) do update set sealed_sum = excluded.sealed_sum, summed = excluded.summed`)
}

/** Makes `gone` part of `kept`, with all faces and with whom it is not; `kept.sum` is set here. */
export function mergeInto(db: Deps['db'], kept: Person, gone: Person): Statement[] {
  if (gone.summed > 0) {
    kept.sum = kept.sum.map((value, at) => value + (gone.sum[at] ?? 0))
    kept.summed += gone.summed
  }
  return [
    db.run(sql`insert or ignore into people_apart (one, other, space_id)
      select min(${kept.id}, third), max(${kept.id}, third), space_id
      from (select other as third, space_id from people_apart where one = ${gone.id}
        union all select one, space_id from people_apart where other = ${gone.id})
      where third <> ${kept.id}`),
    db.update(faces).set({ personId: kept.id }).where(eq(faces.personId, gone.id)),
    db.run(sql`update people set is_favorite = is_favorite or (select is_favorite from people
        where id = ${gone.id}), name = coalesce(name, (select name from people where id = ${gone.id}))
      where id = ${kept.id}`),
    db.delete(people).where(eq(people.id, gone.id)),
  ]
}

/** The faces of a person that are named, with what they are like. */
export async function descriptorsOf(
  deps: SortDeps,
  { key }: Sorting,
  personId: PersonId,
  faceIds: FaceId[],
): Promise<{ id: FaceId; descriptor: Float32Array; isSummed: boolean }[]> {
  const isOne = sql`${faces.id} in (select value from json_each(${JSON.stringify(faceIds)}))`
  const rows = await deps.db
    .select({ id: faces.id, sealed: faces.sealedDescriptor, isSummed: faces.isSummed })
    .from(faces)
    .where(and(isOne, eq(faces.personId, personId)))
  return rows.map(({ id, sealed, isSummed }) => ({
    ...{ id, isSummed },
    descriptor: openVector(key, id, sealed),
  }))
}
