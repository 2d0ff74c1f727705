import type { FileList } from '#contracts/files'
import type { SpaceId } from '#contracts/ids'
import type { CellId, Cluster, MapQuery, PlaceQuery, PlacesMap } from '#contracts/map'
import { finestLevel, levelOf, maxListedFiles } from '#contracts/map-levels'
import type { Deps } from '../deps.ts'
import { AppError } from '../errors.ts'
import { decodeCursor, encodeCursor } from '../files/cursor.ts'
import { toFileViews } from '../files/file-view.ts'
import { filesByIds } from '../files/find-file.ts'
import { currentGeneration } from '../media/generation.ts'
import { mediaExpiry, signMediaPath } from '../media/media-url.ts'
import { type Actor, membershipIn } from '../spaces/access.ts'
import { cellAt, cellIdOf, cellOf, middleOf } from './geometry.ts'
import {
  cellsWithin,
  countInCell,
  countLocated,
  coversOf,
  filesInCell,
  type Stretch,
} from './queries.ts'

type MapDeps = Pick<Deps, 'db' | 'now' | 'config'>

/** A page of 4,000 px shows no more rows and columns of 64 px. */
const rowsMax = 64
const columnsMax = 96

/**
 * Where the pictures of a space lie, gathered cell by cell for a part of the earth. Archived files are
 * not among them, as they are not in the timeline. Throws `not_found` for strangers, and for guests:
 * a cell counts what lies in folders that are not shared with them.
 */
export async function readMap(
  deps: MapDeps,
  actor: Actor,
  query: MapQuery,
  host: string,
): Promise<PlacesMap> {
  const spaceId = query.space ?? actor.homeSpaceId
  membershipIn(actor, spaceId, 'viewer')
  const { level, stretches } = stretchesOf(query)
  const [rows, located] = await Promise.all([
    cellsWithin(deps.db, spaceId, level, stretches),
    countLocated(deps.db, spaceId),
  ])
  const cells = rows.map(({ row, column }) => ({ level, row, column }))
  const covers = await coversOf(deps.db, spaceId, cells)
  const sign = await signerFor(deps, spaceId, host)
  const clusters = rows.map((row, index): Cluster => {
    const cover = covers.get(index)
    return {
      cell: cellIdOf({ level, row: row.row, column: row.column }),
      ...middleOf({ xSum: row.x_sum, ySum: row.y_sum, files: row.files }),
      files: row.files,
      coverId: cover?.id ?? null,
      thumbUrl: cover?.preview === 'ready' ? sign(cover.id, cover.edit) : null,
      placeName: cover?.place_name ?? null,
    }
  })
  return { clusters, located }
}

/** The cells of a part of the earth, row by row; coarser ones where there would be too many. */
function stretchesOf({ bbox, zoom }: MapQuery): { level: number; stretches: Stretch[] } {
  const [west, south, east, north] = bbox
  for (let level = levelOf(zoom); ; level -= 2) {
    const [first, last] = [cellAt(north, west, level), cellAt(south, east, level)]
    const end = 2 ** level - 1
    const spans =
      west <= east
        ? [{ from: first.column, to: last.column }]
        : [
            { from: first.column, to: end },
            { from: 0, to: last.column },
          ]
    const rows = last.row - first.row + 1
    const columns = spans.reduce((sum, { from, to }) => sum + to - from + 1, 0)
    if (level > 2 && (rows > rowsMax || columns > columnsMax)) continue
    const stretches = Array.from({ length: rows }, (_, index) =>
      spans.map((span) => ({ row: first.row + index, ...span })),
    ).flat()
    return { level, stretches }
  }
}

async function signerFor(deps: MapDeps, spaceId: SpaceId, host: string) {
  const generation = (await currentGeneration(deps, spaceId)) ?? 0
  const expiresAtSeconds = mediaExpiry(deps.now())
  return (fileId: NonNullable<Cluster['coverId']>, edit: number) =>
    signMediaPath(deps.config.mediaKeys, host, {
      ...{ spaceId, fileId, rendition: '320', edit },
      ...{ generation, expiresAtSeconds },
    })
}

/**
 * One page of the pictures of a cell, the newest first. Throws `not_found` for strangers, and
 * `conflict` for a cell with more of them than a list puts in order.
 */
export async function listPlace(
  deps: MapDeps,
  actor: Actor,
  query: PlaceQuery,
  host: string,
): Promise<FileList> {
  const spaceId = query.space ?? actor.homeSpaceId
  membershipIn(actor, spaceId, 'viewer')
  const cell = cellOf(query.cell)
  await requireListed(deps, spaceId, query.cell)
  const rows = await filesInCell(
    deps.db,
    { spaceId, cell },
    {
      after: query.cursor === undefined ? null : decodeCursor(query.cursor, query.cell),
      limit: query.limit + 1,
    },
  )
  const page = rows.slice(0, query.limit)
  const last = rows.length > query.limit ? page.at(-1) : undefined
  const ids = page.map(({ id }) => id)
  const views = await toFileViews(deps, await filesByIds(deps, ids), {
    ...{ host, userId: actor.userId },
  })
  const byId = new Map(views.map((view) => [view.id, view]))
  const nextCursor = last
    ? encodeCursor({ sort: query.cell, value: last.shown_at, id: last.id })
    : null
  return { items: ids.flatMap((id) => byId.get(id) ?? []), nextCursor }
}

async function requireListed(deps: MapDeps, spaceId: SpaceId, id: CellId) {
  const cell = cellOf(id)
  if (cell.level === finestLevel) return
  if ((await countInCell(deps.db, spaceId, cell)) <= maxListedFiles) return
  throw new AppError('conflict', 'Too many pictures lie here for one list. Come closer.')
}
