import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { tagLabelSchema } from '#contracts/metadata'
import type { Beside } from './plan.ts'

/** Larger is no JSON of one picture. */
const maxBytes = 1_000_000

const geoSchema = z
  .object({ latitude: z.number().min(-90).max(90), longitude: z.number().min(-180).max(180) })
  .optional()
  .catch(undefined)

/** What Takeout writes about a picture, as far as it is of use. */
const pictureSchema = z.object({
  photoTakenTime: z.object({ timestamp: z.string().regex(/^-?\d{1,12}$/) }),
  description: z.string().catch(''),
  geoData: geoSchema,
  geoDataExif: geoSchema,
  people: z.array(z.object({ name: z.string() })).catch([]),
  favorited: z.boolean().catch(false),
  archived: z.boolean().catch(false),
  trashed: z.boolean().catch(false),
})
export type TakeoutPicture = z.infer<typeof pictureSchema>

/** What it writes about a folder that was an album. */
const albumSchema = z.object({
  title: z.string().trim().min(1),
  description: z.string().catch(''),
  photoTakenTime: z.undefined().optional(),
})

/** Null when the file is something else. */
export const readTakeoutPicture = (path: string) => readJson(path, pictureSchema)
export const readTakeoutAlbum = (path: string) => readJson(path, albumSchema)

async function readJson<Shape extends z.ZodType>(
  path: string,
  shape: Shape,
): Promise<z.infer<Shape> | null> {
  const text = await readFile(path, 'utf8').catch(() => '')
  if (text === '' || text.length > maxBytes) return null
  try {
    return shape.safeParse(JSON.parse(text)).data ?? null
  } catch {
    return null
  }
}

/**
 * The time is in UTC, whatever the camera's clock said, and stays so; a place of 0/0 is none. All of
 * it counts only where the picture itself says nothing.
 */
export function besideOf(picture: TakeoutPicture, isPeopleAsTags: boolean): Beside {
  const taken = new Date(Number(picture.photoTakenTime.timestamp) * 1_000)
  const isTime = taken.getUTCFullYear() >= 1826 && taken.getUTCFullYear() < 2200
  const place = [picture.geoData, picture.geoDataExif].find(
    (each) => each !== undefined && (each.latitude !== 0 || each.longitude !== 0),
  )
  const description = picture.description.slice(0, 5_000).trim()
  const names = isPeopleAsTags ? picture.people.map(({ name }) => name) : []
  return {
    says: {},
    fills: {
      ...(isTime && { takenAt: taken.toISOString().slice(0, 19), takenZone: 0 }),
      ...(place && { latitude: place.latitude, longitude: place.longitude }),
      ...(description !== '' && { description }),
    },
    tags: names.flatMap((name) => tagLabelSchema.safeParse(name).data ?? []),
    isFavorite: picture.favorited,
    isArchived: picture.archived,
    isTrashed: picture.trashed,
  }
}
