import { z } from 'zod'
import { fileIdSchema } from './ids.ts'

/** Local wall-clock time without a zone: `2024-05-31T14:03:22`. */
export const wallClockSchema = z
  .string()
  .regex(/^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:[0-5]\d$/)
  .refine((text) => {
    const time = new Date(`${text}Z`)
    return !Number.isNaN(time.getTime()) && time.toISOString().startsWith(text)
  }, 'This day does not exist.')

/** Minutes east of UTC. */
export const zoneSchema = z.int().min(-1_080).max(1_080)
export const latitudeSchema = z.number().min(-90).max(90)
export const longitudeSchema = z.number().min(-180).max(180)

/** A label as tags are kept: NFKC, lower case, one blank between words. */
export const tagLabelSchema = z
  .string()
  .max(400)
  .transform((text) => text.normalize('NFKC').toLowerCase().replace(/\p{C}/gu, ''))
  .transform((text) => text.replace(/\s+/gu, ' ').trim())
  .pipe(z.string().min(1, 'A tag is not empty.').max(80, 'A tag has at most 80 characters.'))

/** What an original says of itself (EXIF, IPTC, XMP, or a film's own header); null: nothing. */
export const readMetadataSchema = z.object({
  takenAt: wallClockSchema.nullable().default(null),
  takenZone: zoneSchema.nullable().default(null),
  lens: z.string().max(200).nullable().default(null),
  exposureSeconds: z.number().positive().max(1e6).nullable().default(null),
  fNumber: z.number().positive().max(1_000).nullable().default(null),
  iso: z.int().positive().max(100_000_000).nullable().default(null),
  focalLengthMm: z.number().positive().max(100_000).nullable().default(null),
  /** Whether the flash fired. */
  flash: z.boolean().nullable().default(null),
  /** EXIF's 1 to 8, as stored; renditions are upright. */
  orientation: z.int().min(1).max(8).nullable().default(null),
  latitude: latitudeSchema.nullable().default(null),
  longitude: longitudeSchema.nullable().default(null),
  /** Metres above the sea. */
  altitude: z.number().min(-20_000).max(1_000_000).nullable().default(null),
  /** The nearest town with its district, region and country. */
  placeName: z.string().max(200).nullable().default(null),
  description: z.string().max(5_000).nullable().default(null),
  rating: z.int().min(1).max(5).nullable().default(null),
  keywords: z.array(z.string().min(1).max(80)).max(50).default([]),
})
export type ReadMetadata = z.infer<typeof readMetadataSchema>

/**
 * What somebody wrote instead: only what they did write is there. An empty description and a rating
 * of 0 say that there is none, whatever the original says.
 */
export const editedMetadataSchema = z.object({
  takenAt: wallClockSchema.optional(),
  takenZone: zoneSchema.optional(),
  latitude: latitudeSchema.optional(),
  longitude: longitudeSchema.optional(),
  placeName: z.string().trim().min(1).max(200).optional(),
  description: z.string().max(5_000).optional(),
  rating: z.int().min(0).max(5).optional(),
  /** The place is shown nowhere, whoever wrote it; the original still holds its own. */
  isPlaceHidden: z.literal(true).optional(),
})
export type EditedMetadata = z.infer<typeof editedMetadataSchema>

/** Of a file's details: what is true of it now, and which of it somebody wrote. */
export const fileMetadataSchema = readMetadataSchema.extend({
  edited: z.array(editedMetadataSchema.keyof()),
})
export type FileMetadata = z.infer<typeof fileMetadataSchema>

const editShape = {
  description: z.string().max(5_000).nullable().optional(),
  takenAt: wallClockSchema.nullable().optional(),
  takenZone: zoneSchema.nullable().optional(),
  rating: z.int().min(0).max(5).nullable().optional(),
  latitude: latitudeSchema.nullable().optional(),
  longitude: longitudeSchema.nullable().optional(),
  placeName: z.string().trim().min(1).max(200).nullable().optional(),
  /** Hides the place from everybody; false shows it again. */
  isPlaceHidden: z.boolean().optional(),
  isArchived: z.boolean().optional(),
  /** Public: whoever has its address sees it without an account; private: the address ends. */
  visibility: z.enum(['private', 'public']).optional(),
  /** With `visibility: public`. The original says where and with what a picture was taken. */
  publicShows: z.enum(['preview', 'original']).optional(),
}

type WherePart = number | null | undefined
const kindOf = (part: WherePart) => (part == null ? String(part) : 'number')

function isOnePlace({ latitude, longitude }: { latitude?: WherePart; longitude?: WherePart }) {
  return kindOf(latitude) === kindOf(longitude)
}
const onePlace = 'Latitude and longitude go together.'

function showsWhatIsPublic(edit: {
  visibility?: string | undefined
  publicShows?: string | undefined
}) {
  return edit.publicShows === undefined || edit.visibility === 'public'
}
const onlyPublic = 'Say what to show only together with visibility: public.'

/**
 * `PATCH /api/files/:id`. What is not named stays; null takes back what somebody wrote, so that the
 * original has its say again.
 */
export const editFileSchema = z
  .strictObject({ name: z.string().min(1).max(4_096).optional(), ...editShape })
  .refine(isOnePlace, onePlace)
  .refine(showsWhatIsPublic, onlyPublic)
export type EditFile = z.infer<typeof editFileSchema>

const manyFilesSchema = z.array(fileIdSchema).min(1).max(500)

/** `POST /api/files/edit`: the same for many, all of them or none. */
export const editFilesSchema = z
  .strictObject({ fileIds: manyFilesSchema, ...editShape })
  .refine(isOnePlace, onePlace)
  .refine(showsWhatIsPublic, onlyPublic)
export type EditFiles = z.infer<typeof editFilesSchema>
export interface EditedFiles {
  edited: number
}

/** `POST /api/files/favorites`: of whoever asks, and nobody else's. */
export const setFavoritesSchema = z.strictObject({
  fileIds: manyFilesSchema,
  isFavorite: z.boolean(),
})
