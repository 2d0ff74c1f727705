import fineUrl from 'world-atlas/countries-50m.json?url'
import coarseUrl from 'world-atlas/countries-110m.json?url'
import { z } from 'zod'
import { toSquare } from './projection.ts'

/** Coasts and borders, as paths on the earth's square. */
export interface Earth {
  land: Path2D
  lines: Path2D
}

const pointsSchema = z.array(z.array(z.number()))
/** TopoJSON, as far as it is drawn: https://github.com/topojson/topojson-specification */
const topologySchema = z.object({
  transform: z.object({ scale: z.array(z.number()), translate: z.array(z.number()) }),
  arcs: z.array(pointsSchema),
  /** Polygons of rings of the numbers of arcs. */
  objects: z.object({
    land: z.object({ geometries: z.array(z.object({ arcs: z.array(pointsSchema) })) }),
  }),
})
type Topology = z.infer<typeof topologySchema>

interface Point {
  x: number
  y: number
  /** On the line at which the earth is cut open. */
  isAtEdge: boolean
}

/**
 * The outlines of Natural Earth (public domain) from the package world-atlas: 39 KB for the whole
 * earth, or 236 KB for nearer looks. They are files of this app; nothing else is asked.
 */
export async function readEarth(isFine: boolean): Promise<Earth> {
  const response = await fetch(isFine ? fineUrl : coarseUrl)
  if (!response.ok) throw new Error('the outlines were not found')
  return toPaths(topologySchema.parse(await response.json()))
}

function toPaths(topology: Topology): Earth {
  const arcs = topology.arcs.map((arc) => toPoints(arc, topology.transform))
  const [land, lines] = [new Path2D(), new Path2D()]
  for (const geometry of topology.objects.land.geometries) {
    for (const ring of geometry.arcs.flat()) {
      const points = unrolled(ring.flatMap((arc) => arcOf(arcs, arc)))
      for (const [index, { x, y }] of points.entries()) {
        if (index === 0) land.moveTo(x, y)
        else land.lineTo(x, y)
      }
      const [first, last] = [points[0], points.at(-1)]
      // Once round the earth: what it encloses is the south pole.
      if (first && last && Math.abs(last.x - first.x) > 0.5) {
        land.lineTo(last.x, 1)
        land.lineTo(first.x, 1)
      }
      land.closePath()
    }
  }
  for (const arc of arcs) {
    for (const [index, { x, y, isAtEdge }] of unrolled(arc).entries()) {
      if (index === 0 || (isAtEdge && arc[index - 1]?.isAtEdge)) lines.moveTo(x, y)
      else lines.lineTo(x, y)
    }
  }
  return { land, lines }
}

/** Where a line leaves the square over the date line it goes on beside it, instead of across the earth. */
function unrolled(points: Point[]): Point[] {
  let turns = 0
  return points.map((point, index) => {
    const step = point.x - (points[index - 1]?.x ?? point.x)
    if (Math.abs(step) > 0.5) turns -= Math.sign(step)
    return { ...point, x: point.x + turns }
  })
}

/** An arc's points are each told by their distance from the one before, in steps of a grid. */
function toPoints(arc: number[][], { scale, translate }: Topology['transform']): Point[] {
  let [column, row] = [0, 0]
  const [[wide = 1, high = 1], [left = 0, bottom = 0]] = [scale, translate]
  return arc.map(([right = 0, up = 0]) => {
    column += right
    row += up
    const longitude = column * wide + left
    const latitude = row * high + bottom
    const isAtEdge = Math.abs(longitude) > 179.99 || latitude < -85
    return { ...toSquare(latitude, longitude), isAtEdge }
  })
}

/** A negative number says that the arc is walked backwards: ~3 is the fourth. */
function arcOf(arcs: Point[][], index: number): Point[] {
  return index < 0 ? (arcs[~index] ?? []).toReversed() : (arcs[index] ?? [])
}
