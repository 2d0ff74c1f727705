import type { Tile } from '#contracts/canvas'
import type { GenerationView } from '#contracts/generations'
import type { FileId, GenerationId, TileId } from '#contracts/ids'

/** A picture that others were made of, or that was made. */
export type LineagePicture =
  | { kind: 'file'; file: FileId }
  /** `generation` is null where nothing is known of it; `tile` is the one that shows it. */
  | { kind: 'generation'; id: GenerationId; generation: GenerationView | null; tile: TileId | null }

export interface LineageNode {
  key: string
  /** From the left: a picture lies right of everything that it was made of. */
  column: number
  /** Within its column, from the top. */
  row: number
  picture: LineagePicture
}

/** `reference`: it was an example; `variation`: the tile began as a copy of the other one. */
export interface LineageEdge {
  from: string
  to: string
  kind: 'reference' | 'variation'
}

export interface Lineage {
  nodes: LineageNode[]
  edges: LineageEdge[]
}

/**
 * Which picture came of which: what every tile shows, and everything that it was made of as far as
 * `known` tells. Columns are longest ways from what came of nothing; within a column the order is that
 * of the mean of the neighbours to the left (the barycentre heuristic of Sugiyama et al. 1981).
 */
export function lineageOf(
  tiles: Iterable<Tile>,
  known: ReadonlyMap<GenerationId, GenerationView>,
): Lineage {
  const shownIn = new Map<GenerationId, TileId>()
  const shownBy = new Map<TileId, GenerationId>()
  const parentOf = new Map<TileId, TileId>()
  for (const tile of tiles) {
    if (tile.kind !== 'prompt') continue
    if (tile.parent !== null) parentOf.set(tile.id, tile.parent)
    if (tile.shown === null) continue
    shownIn.set(tile.shown, tile.id)
    shownBy.set(tile.id, tile.shown)
  }

  const pictures = new Map<string, LineagePicture>()
  const edges: LineageEdge[] = []
  const waiting = [...shownIn.keys()].sort()
  for (let id = waiting.shift(); id !== undefined; id = waiting.shift()) {
    if (pictures.has(id)) continue
    const generation = known.get(id) ?? null
    const tile = shownIn.get(id) ?? null
    pictures.set(id, { kind: 'generation', id, generation, tile })
    for (const reference of generation?.prompt.references ?? []) {
      const from = reference.kind === 'file' ? reference.file : reference.generation
      edges.push({ from, to: id, kind: 'reference' })
      if (reference.kind === 'generation') waiting.push(reference.generation)
      else pictures.set(from, { kind: 'file', file: reference.file })
    }
    const parent = tile === null ? undefined : parentOf.get(tile)
    const from = parent === undefined ? undefined : shownBy.get(parent)
    const isTold = edges.some((edge) => edge.from === from && edge.to === id)
    if (from !== undefined && !isTold) edges.push({ from, to: id, kind: 'variation' })
  }
  return { nodes: placed(pictures, edges), edges }
}

function placed(
  pictures: ReadonlyMap<string, LineagePicture>,
  edges: readonly LineageEdge[],
): LineageNode[] {
  const before = Map.groupBy(edges, ({ to }) => to)
  const columns = new Map<string, number>()
  const inHand = new Set<string>()
  // Parents of tiles are what pages say: a ring of them ends where it began.
  function columnOf(key: string): number {
    const told = columns.get(key)
    if (told !== undefined) return told
    if (inHand.has(key)) return 0
    inHand.add(key)
    const left = (before.get(key) ?? []).map(({ from }) => columnOf(from) + 1)
    const column = Math.max(0, ...left)
    columns.set(key, column)
    return column
  }
  const byColumn = Map.groupBy(pictures.keys(), columnOf)
  const rows = new Map<string, number>()
  return [...byColumn]
    .sort(([one], [other]) => one - other)
    .flatMap(([column, keys]) => {
      const middle = (key: string) => {
        const left = (before.get(key) ?? []).flatMap(({ from }) => rows.get(from) ?? [])
        return left.length === 0 ? Infinity : left.reduce((sum, row) => sum + row) / left.length
      }
      const middles = new Map(keys.map((key) => [key, middle(key)]))
      const order = keys.toSorted((one, other) => {
        const [a, b] = [middles.get(one) ?? 0, middles.get(other) ?? 0]
        return a === b ? (one < other ? -1 : 1) : a - b
      })
      for (const [row, key] of order.entries()) rows.set(key, row)
      return order.flatMap((key, row) => {
        const picture = pictures.get(key)
        return picture ? [{ key, column, row, picture }] : []
      })
    })
}

/** The part of it that has to do with one picture: what it was made of, and what came of it. */
export function relatedTo({ nodes, edges }: Lineage, key: string): Lineage {
  const reach = (from: 'from' | 'to', to: 'from' | 'to') => {
    const found = new Set([key])
    // A set goes on with what is added while it is walked.
    for (const each of found) {
      for (const edge of edges) if (edge[from] === each) found.add(edge[to])
    }
    return found
  }
  const kept = new Set([...reach('from', 'to'), ...reach('to', 'from')])
  const left = edges.filter(({ from, to }) => kept.has(from) && kept.has(to))
  const pictures = new Map(
    nodes.filter((node) => kept.has(node.key)).map(({ key: each, picture }) => [each, picture]),
  )
  return { nodes: placed(pictures, left), edges: left }
}
