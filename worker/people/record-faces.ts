import { eq, sql } from 'drizzle-orm'
import type { FaceSeen, FacesSeen } from '#contracts/faces'
import type { Box } from '#contracts/found'
import type { FileId, HomeNodeId, JobId, PersonId, SpaceId } from '#contracts/ids'
import { addToSum, grownTogether, isPoor, personOf } from '#contracts/sort-faces'
import { vectorFromText } from '#contracts/vector-text'
import type { Statement } from '../db/run-batch.ts'
import { faces } from '../db/schema/people.ts'
import type { Deps } from '../deps.ts'
import { AppError } from '../errors.ts'
import { areFacesOn } from '../face/consent.ts'
import { newId } from '../ids.ts'
import { findJob } from '../jobs/find-job.ts'
import { finishHeldJob } from '../jobs/finish-held-job.ts'
import { openVector, sealVector } from './sealed-vectors.ts'
import { changeSorting, mergeInto, type Person, putPeople, type Sorting } from './sorting.ts'

type RecordDeps = Pick<Deps, 'db' | 'now' | 'config' | 'log' | 'announce' | 'defer'>

/** Two boxes that share this much of their union are one face. */
const sameFace = 0.4

/**
 * Takes the faces of a file from the home node that holds the job, and says who they are: all at once
 * or nothing. A face that was known at the same place stays whose it is. Where consent was withdrawn
 * meanwhile nothing is kept. Throws `not_found`, `conflict`, `validation_failed`.
 */
export async function recordFaces(
  deps: RecordDeps,
  homeNodeId: HomeNodeId,
  jobId: JobId,
  seen: FacesSeen,
): Promise<void> {
  const job = await findJob(deps, jobId)
  if (job?.name !== 'find-faces' || job.fileId === null) throw noSuchJob()
  const isHeld = job.leaseOwner === homeNodeId && (job.state === 'running' || job.state === 'done')
  if (!isHeld) throw new AppError('conflict', 'This job is not held by this home node.')
  if (job.state === 'done') return
  const { fileId, spaceId } = job
  const now = deps.now()
  const isOn = await areFacesOn(deps, spaceId)
  const ending = [
    deps.db.run(sql`update faced_files set looked_at = ${now} where file_id = ${fileId}`),
    finishHeldJob(deps.db, jobId, homeNodeId, now),
  ]
  const count = await changeSorting(deps, spaceId, async (sorting) => {
    const found = isOn ? seen : { ...seen, faces: [] }
    const statements = await sortFile(deps, sorting, fileId, found)
    return { statements: [...statements, ...ending], result: found.faces.length }
  })
  deps.log.info('faces.recorded', { fileId, faces: count })
  if (count > 0) deps.defer(deps.announce(spaceId, { type: 'files.changed', fileIds: [fileId] }))
}

interface KnownFace {
  id: string
  personId: PersonId | null
  box: Box
  isDecided: boolean
  isSummed: boolean
  descriptor: Float32Array
}

async function sortFile(
  deps: RecordDeps,
  sorting: Sorting,
  fileId: FileId,
  seen: FacesSeen,
): Promise<Statement[]> {
  const { db } = deps
  const now = deps.now()
  const known = await knownFaces(deps, sorting, fileId)
  const stays = known.filter(
    ({ box, isDecided }) =>
      isDecided || seen.faces.some((face) => overlap(face.box, box) > sameFace),
  )
  const goes = known.filter((face) => !stays.includes(face))
  const changed = new Map<PersonId, Person>()
  for (const { personId, isSummed, descriptor } of goes) {
    const person = sorting.people.find(({ id }) => id === personId)
    if (!person || !isSummed) continue
    addToSum(person, descriptor, -1)
    changed.set(person.id, person)
  }
  const taken = new Map<number | null, Set<string>>()
  const rows = seen.faces
    .filter(({ box }) => !stays.some((face) => overlap(face.box, box) > sameFace))
    .flatMap((face) => {
      const descriptor = vectorFromText(face.descriptor ?? '')
      if (descriptor === null) return []
      const atThatTime = taken.get(face.atMs) ?? new Set(stays.flatMap((one) => one.personId ?? []))
      taken.set(face.atMs, atThatTime)
      const person = whoseFace(sorting, {
        face,
        descriptor,
        embedder: seen.embedder,
        taken: atThatTime,
        now,
      })
      const isSummed = person !== null && !isTooPoor(face)
      if (person) {
        atThatTime.add(person.id)
        if (isSummed) addToSum(person, descriptor)
        changed.set(person.id, person)
      }
      const id = newId('face', now)
      return [
        {
          ...face.box,
          ...{ id, isSummed, atMs: face.atMs, personId: person?.id ?? null },
          quality: percent(face),
          descriptor: sealVector(sorting.key, id, descriptor).toString('hex'),
        },
      ]
    })
  const together = pairsOf(taken.values())
  const areApart = (one: string, other: string) =>
    sorting.areApart(one, other) || together.has(pairName(one, other))
  const merges: Statement[] = []
  for (const person of [...changed.values()]) {
    const [kept, gone] = grownTogether(person, peopleBy(sorting, person.embedder), areApart)
    const [one, other] = [personBy(sorting, kept?.id), personBy(sorting, gone?.id)]
    if (!one || !other) continue
    merges.push(...mergeInto(db, one, other))
    sorting.people = sorting.people.filter(({ id }) => id !== other.id)
    changed.set(one.id, one)
  }
  return [
    removeFaces(
      db,
      goes.map(({ id }) => id),
    ),
    putPeople(db, sorting, changed.values(), now),
    insertFaces(db, { sorting, fileId, seen, rows, now }),
    tellApart(db, sorting.spaceId, together),
    ...merges,
    // A merge moved sums too, and whoever is merged is gone by now.
    putPeople(
      db,
      sorting,
      [...changed.values()].filter((one) => sorting.people.includes(one)),
      now,
    ),
    db.run(sql`delete from people where faces = 0 and name is null and id in
      (select value from json_each(${JSON.stringify([...changed.keys()])}))`),
  ]
}

const pairName = (one: string, other: string) =>
  one < other ? `${one} ${other}` : `${other} ${one}`

/** Every two whom one moment shows, as `one other`. */
function pairsOf(moments: Iterable<Set<string>>): Set<string> {
  return new Set(
    [...moments].flatMap((ids) => {
      const all = [...ids]
      return all.flatMap((one, at) => all.slice(at + 1).map((other) => pairName(one, other)))
    }),
  )
}

/** Whoever stands in one picture with another is somebody else, now and later. */
function tellApart(db: Deps['db'], spaceId: SpaceId, pairs: Set<string>): Statement {
  return db.run(sql`insert or ignore into people_apart (one, other, space_id)
    select substr(value, 1, instr(value, ' ') - 1), substr(value, instr(value, ' ') + 1), ${spaceId}
    from json_each(${JSON.stringify([...pairs])})`)
}

function whoseFace(
  sorting: Sorting,
  {
    face,
    descriptor,
    embedder,
    taken,
    now,
  }: {
    face: FaceSeen
    descriptor: Float32Array
    embedder: string
    taken: Set<string>
    now: number
  },
): Person | null {
  const poor = isTooPoor(face)
  const found = personOf(descriptor, peopleBy(sorting, embedder), { isPoor: poor, taken })
  const person = personBy(sorting, found?.id)
  if (person || poor) return person ?? null
  const id = newId('person', now)
  const made = { id, embedder, hasName: false, sum: new Float32Array(), summed: 0 }
  sorting.people.push(made)
  return made
}

function insertFaces(
  db: Deps['db'],
  of: { sorting: Sorting; fileId: FileId; seen: FacesSeen; rows: unknown[]; now: number },
): Statement {
  return db.run(sql`insert into faces (id, space_id, file_id, person_id, box_left, box_top, box_width,
      box_height, quality_percent, is_summed, at_ms, detector, embedder, sealed_descriptor, created_at, shown_at)
    select json_extract(value, '$.id'), ${of.sorting.spaceId}, ${of.fileId},
      json_extract(value, '$.personId'), json_extract(value, '$.left'), json_extract(value, '$.top'),
      json_extract(value, '$.width'), json_extract(value, '$.height'),
      json_extract(value, '$.quality'), json_extract(value, '$.isSummed'),
      json_extract(value, '$.atMs'), ${of.seen.detector}, ${of.seen.embedder},
      unhex(json_extract(value, '$.descriptor')), ${of.now},
      (select shown_at from files where id = ${of.fileId})
    from json_each(${JSON.stringify(of.rows)})`)
}

function removeFaces(db: Deps['db'], ids: string[]): Statement {
  return db.run(sql`delete from faces
    where id in (select value from json_each(${JSON.stringify(ids)}))`)
}

async function knownFaces(
  { db }: RecordDeps,
  { key }: Sorting,
  fileId: FileId,
): Promise<KnownFace[]> {
  const rows = await db.select().from(faces).where(eq(faces.fileId, fileId))
  return rows.map((row) => ({
    ...{ id: row.id, personId: row.personId, isDecided: row.isDecided, isSummed: row.isSummed },
    box: { left: row.boxLeft, top: row.boxTop, width: row.boxWidth, height: row.boxHeight },
    descriptor: openVector(key, row.id, row.sealedDescriptor),
  }))
}

function peopleBy({ people }: Sorting, embedder: string): Person[] {
  return people.filter((person) => person.embedder === embedder)
}

function personBy({ people }: Sorting, id: string | undefined): Person | undefined {
  return people.find((person) => person.id === id)
}

function percent({ quality }: FaceSeen): number {
  return Math.round(quality.score * 100)
}

function isTooPoor(face: FaceSeen): boolean {
  return isPoor(percent(face))
}

/** What two boxes share of their union, 0 to 1. */
function overlap(one: Box, other: Box): number {
  const across =
    Math.min(one.left + one.width, other.left + other.width) - Math.max(one.left, other.left)
  const down =
    Math.min(one.top + one.height, other.top + other.height) - Math.max(one.top, other.top)
  if (across <= 0 || down <= 0) return 0
  const shared = across * down
  return shared / (one.width * one.height + other.width * other.height - shared)
}

function noSuchJob(): AppError {
  return new AppError('not_found', 'There is no such job.')
}
