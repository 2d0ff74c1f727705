import { z } from 'zod'
import { fileIdSchema, folderIdSchema, spaceIdSchema, userIdSchema } from './ids.ts'
import { readMetadataSchema } from './metadata.ts'

/** What `/api/images` takes, and no others; anything else goes to `/api/files`. */
export const imageFormats = ['jpeg', 'png', 'gif', 'webp', 'avif'] as const
export const imageFormatSchema = z.enum(imageFormats)
export type ImageFormat = z.infer<typeof imageFormatSchema>

export const imageMimeTypes = {
  jpeg: 'image/jpeg',
  png: 'image/png',
  gif: 'image/gif',
  webp: 'image/webp',
  avif: 'image/avif',
} as const satisfies Record<ImageFormat, string>

/**
 * A picture as `/api/images` shows it, in the names that its clients know. Times are ISO 8601 in UTC
 * unless said otherwise; pixels are those of the upright picture.
 */
export const imageViewSchema = z.object({
  id: fileIdSchema,
  /** Who put it into the vault. */
  user_id: userIdSchema,
  space_id: spaceIdSchema,
  folder_id: folderIdSchema.nullable(),
  /** Text to show, never a path. */
  original_filename: z.string(),
  mime_type: z.string(),
  /** Null for pictures that came in by `/api/files` and are of another format, such as HEIC. */
  format: imageFormatSchema.nullable(),
  size_bytes: z.int().nonnegative(),
  width: z.int().positive().nullable(),
  height: z.int().positive().nullable(),
  metadata: z.object({
    /** Local wall-clock time of the shutter, without a zone. */
    taken_at: z.string().nullable(),
    camera: z.string().nullable(),
    place_name: z.string().nullable(),
    description: z.string().nullable(),
    /** 1 to 5 stars. */
    rating: z.int().min(1).max(5).nullable(),
    is_animated: z.boolean(),
  }),
  visibility: z.enum(['private', 'public']),
  /** Where the original is; it wants the same credentials. */
  download_url: z.string(),
  /** A signed address of a small preview on this host; null until there is one. */
  thumbnail_url: z.string().nullable(),
  created_at: z.string(),
  updated_at: z.string(),
})
export type ImageView = z.infer<typeof imageViewSchema>

/** `GET /api/images/:id`: with what the original says of how it was taken, and people instead of it. */
export const imageDetailSchema = imageViewSchema.extend({
  metadata: imageViewSchema.shape.metadata.extend({
    taken_zone_minutes: readMetadataSchema.shape.takenZone,
    lens: readMetadataSchema.shape.lens,
    exposure_seconds: readMetadataSchema.shape.exposureSeconds,
    f_number: readMetadataSchema.shape.fNumber,
    iso: readMetadataSchema.shape.iso,
    focal_length_mm: readMetadataSchema.shape.focalLengthMm,
    orientation: readMetadataSchema.shape.orientation,
    latitude: readMetadataSchema.shape.latitude,
    longitude: readMetadataSchema.shape.longitude,
    altitude: readMetadataSchema.shape.altitude,
  }),
})
export type ImageDetail = z.infer<typeof imageDetailSchema>

/** `POST /api/images`: the picture, which is the one that the space had if it had these bytes. */
export const uploadedImageSchema = imageViewSchema.extend({
  outcome: z.enum(['created', 'duplicate']),
})
export type UploadedImage = z.infer<typeof uploadedImageSchema>

/** The newest first: by `page` from 1, up to `page * limit` = 10,000, or by cursor. */
export const listImagesQuerySchema = z.object({
  page: z.coerce.number().int().min(1).optional(),
  cursor: z.string().max(2_000).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(20),
  /** Whose pictures; the personal space's when it is not said. */
  space: spaceIdSchema.optional(),
})
export type ListImagesQuery = z.infer<typeof listImagesQuerySchema>

export const imageListSchema = z.object({
  items: z.array(imageViewSchema),
  /** Null for a page that was asked for by a cursor. */
  page: z.int().positive().nullable(),
  limit: z.int().positive(),
  /** How many pictures there are on all pages together. */
  total: z.int().nonnegative(),
  /** Null on the last page. */
  next_cursor: z.string().nullable(),
})
export type ImageList = z.infer<typeof imageListSchema>
