import { sql } from 'drizzle-orm'
import { z } from 'zod'
import { type FileId, fileIdSchema, type SpaceId } from '#contracts/ids'
import { maxClusters } from '#contracts/map-levels'
import type { Db } from '../db/client.ts'
import { type Cell, placesOf } from './geometry.ts'

const cellRows = z.array(
  z.object({
    row: z.int(),
    column: z.int(),
    files: z.int().positive(),
    x_sum: z.int(),
    y_sum: z.int(),
  }),
)

/** A stretch of cells in one row. */
export interface Stretch {
  row: number
  from: number
  to: number
}

/** The fullest cells of a level within these stretches: a seek for each. */
export async function cellsWithin(db: Db, spaceId: SpaceId, level: number, stretches: Stretch[]) {
  const found = await db.all(sql`select c."row", c."column", c.files, c.x_sum, c.y_sum
    from json_each(${JSON.stringify(stretches)})
    cross join map_cells as c on c.space_id = ${spaceId} and c.level = ${level}
      and c."row" = json_each.value ->> 'row'
      and c."column" between json_each.value ->> 'from' and json_each.value ->> 'to'
    order by c.files desc, c."row", c."column" limit ${maxClusters}`)
  return cellRows.parse(found)
}

const coverRows = z.array(
  z.object({
    at: z.int(),
    id: fileIdSchema,
    preview: z.string(),
    edit: z.int(),
    place_name: z.string().nullable(),
  }),
)

/** One file of each of these cells, by the cell's place in the list: the last along the index. */
export async function coversOf(db: Db, spaceId: SpaceId, cells: Cell[]) {
  const found =
    await db.all(sql`select json_each.key as at, f.id, f.preview, f.shown_edit as edit, f.place_name
    from json_each(${JSON.stringify(cells.map(placesOf))})
    cross join files as f on f.id = (select file_id from located_files
      where space_id = ${spaceId} and place >= json_each.value ->> 'from' and place < json_each.value ->> 'until'
      order by place desc, shown_at desc limit 1)`)
  return new Map(coverRows.parse(found).map((row) => [row.at, row]))
}

const countRows = z.tuple([z.object({ files: z.int() })])

/** How many files of a space have a place: of 16 cells. */
export async function countLocated(db: Db, spaceId: SpaceId): Promise<number> {
  const [{ files }] = countRows.parse(
    await db.all(sql`select coalesce(sum(files), 0) as files from map_cells
      where space_id = ${spaceId} and level = 2`),
  )
  return files
}

export async function countInCell(db: Db, spaceId: SpaceId, cell: Cell): Promise<number> {
  const [{ files }] = countRows.parse(
    await db.all(sql`select coalesce(sum(files), 0) as files from map_cells
      where space_id = ${spaceId} and level = ${cell.level}
        and "row" = ${cell.row} and "column" = ${cell.column}`),
  )
  return files
}

const placeRows = z.array(z.object({ id: fileIdSchema, shown_at: z.int() }))

/**
 * Up to `limit` files of a cell, the newest first. Of one of the finest level they are read in this
 * order; of a larger one all are read and put in order, so it may not hold many.
 */
export async function filesInCell(
  db: Db,
  of: { spaceId: SpaceId; cell: Cell },
  page: { after: { value: number | string; id: FileId } | null; limit: number },
) {
  const { from, until } = placesOf(of.cell)
  // Equality, where it is one place, lets SQLite read along the index instead of putting in order.
  const inCell =
    until === from + 1 ? sql`place = ${from}` : sql`place >= ${from} and place < ${until}`
  const start =
    page.after === null
      ? sql``
      : sql`and (shown_at, file_id) < (${page.after.value}, ${page.after.id})`
  const found = await db.all(sql`select file_id as id, shown_at from located_files
    where space_id = ${of.spaceId} and ${inCell} ${start}
    order by shown_at desc, file_id desc limit ${page.limit}`)
  return placeRows.parse(found)
}
