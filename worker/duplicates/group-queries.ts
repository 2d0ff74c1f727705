import { sql } from 'drizzle-orm'
import { z } from 'zod'
import { type DuplicateGroupId, type FileId, type SpaceId, spaceIdSchema } from '#contracts/ids'
import { bandsNear, type Look } from '#contracts/likeness'
import type { Db } from '../db/client.ts'
import { runBatch } from '../db/run-batch.ts'
import { files } from '../db/schema/files.ts'

const spaceRows = z.array(z.object({ space_id: spaceIdSchema }))

/** The first space after `after`, in the order of their ids, with files that wait for their group. */
export async function nextWaitingSpace(db: Db, after: SpaceId | ''): Promise<SpaceId | null> {
  const found = await db.all(
    sql`select space_id from duplicate_queue where space_id > ${after} order by space_id limit 1`,
  )
  return spaceRows.parse(found)[0]?.space_id ?? null
}

/** Takes a space for one run, until then at the most; false while another run has it. */
export async function claimSpace(db: Db, spaceId: SpaceId, now: number, until: number) {
  const claimed = await db.all(sql`insert into duplicate_claims (space_id, until)
    select id, ${until} from spaces where id = ${spaceId}
    on conflict (space_id) do update set until = excluded.until where until <= ${now}
    returning space_id`)
  return claimed.length > 0
}

export async function releaseSpace(db: Db, spaceId: SpaceId) {
  await db.run(sql`delete from duplicate_claims where space_id = ${spaceId}`)
}

export type WaitingFile = Awaited<ReturnType<typeof waitingFiles>>[number]

/** Up to `limit` files of a space that wait for their group, the oldest first. */
export async function waitingFiles(db: Db, spaceId: SpaceId, limit: number) {
  return await db
    .select({
      id: files.id,
      kind: files.kind,
      perceptualHash: files.perceptualHash,
      thumbhash: files.thumbhash,
      width: files.width,
      height: files.height,
    })
    .from(files)
    .where(
      sql`${files.id} in (select file_id from duplicate_queue
        where space_id = ${spaceId} order by file_id limit ${limit})`,
    )
    .orderBy(files.id)
}

const nearRows = z.array(
  z.object({
    id: z.string(),
    kind: z.string(),
    perceptual_hash: z.string(),
    thumbhash: z.string().nullable(),
    aspect: z.number(),
  }),
)

/** Groups of a space that may be near one of these hashes: those that share a band with it. */
export async function groupsNear(db: Db, spaceId: SpaceId, hashes: string[]) {
  const bands = JSON.stringify([...new Set(hashes.flatMap(bandsNear))])
  // From the list to the bands to the groups, each by its key: another order would read all bands.
  const found = await db.all(sql`select g.id, g.kind, g.perceptual_hash, g.thumbhash, g.aspect
    from json_each(${bands})
    cross join duplicate_bands as b on b.space_id = ${spaceId} and b.band = json_each.value
    cross join duplicate_groups as g on g.id = b.group_id`)
  return new Map<string, Look>(
    nearRows
      .parse(found)
      .map(({ id, perceptual_hash, ...rest }) => [
        id,
        { ...rest, perceptualHash: perceptual_hash },
      ]),
  )
}

export interface Grouping {
  founded: (Look & { id: DuplicateGroupId })[]
  joined: { fileId: FileId; groupId: string; distance: number }[]
  done: FileId[]
}

/**
 * Puts files into their groups and out of the queue, in one batch. A file that was purged meanwhile
 * is left out; a group that would then be empty goes as well.
 */
export async function saveGrouping(db: Db, spaceId: SpaceId, grouping: Grouping, now: number) {
  const { founded, joined, done } = grouping
  const of = (rows: object[]) => sql`from json_each(${JSON.stringify(rows)})`
  const it = (key: string) => sql.raw(`json_each.value ->> '${key}'`)
  await runBatch(db, [
    db.run(sql`insert into duplicate_groups (id, space_id, kind, perceptual_hash, thumbhash, aspect, grew_at)
      select ${it('id')}, ${spaceId}, ${it('kind')}, ${it('perceptualHash')}, ${it('thumbhash')},
        ${it('aspect')}, ${now} ${of(founded)}`),
    db.run(sql`insert into duplicate_members (file_id, group_id, distance)
      select ${it('fileId')}, ${it('groupId')}, ${it('distance')} ${of(joined)}
      where exists (select 1 from files where files.id = ${it('fileId')})
        and exists (select 1 from duplicate_groups where duplicate_groups.id = ${it('groupId')})
      on conflict (file_id) do nothing`),
    db.run(sql`update duplicate_groups set grew_at = ${now}
      where id in (select ${it('groupId')} ${of(joined)})`),
    db.run(sql`delete from duplicate_groups where id in (select ${it('id')} ${of(founded)})
      and not exists (select 1 from duplicate_members where group_id = duplicate_groups.id)`),
    db.run(sql`delete from duplicate_queue
      where file_id in (select value from json_each(${JSON.stringify(done)}))`),
  ])
}
