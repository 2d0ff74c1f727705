import { z } from 'zod'
import { fileIdSchema, spaceIdSchema } from './ids.ts'
import { maxZoom } from './map-levels.ts'
import { pageQuerySchema } from './paging.ts'

/** Degrees: west, south, east, north. Where west is more than east, it reaches over the date line. */
const bboxSchema = z
  .string()
  .max(100)
  .transform((text) => text.split(',').map(Number))
  .pipe(
    z.tuple([
      z.number().min(-180).max(180),
      z.number().min(-90).max(90),
      z.number().min(-180).max(180),
      z.number().min(-90).max(90),
    ]),
  )
  .refine(([, south, , north]) => south <= north, 'The south is above the north.')

/** `GET /api/map`: where the pictures of a space were taken, gathered for a part of the earth. */
export const mapQuerySchema = z.object({
  bbox: bboxSchema,
  zoom: z.coerce.number().min(0).max(maxZoom),
  /** Whose pictures; the personal space's when it is not said. */
  space: spaceIdSchema.optional(),
})
export type MapQuery = z.infer<typeof mapQuerySchema>

/** A cell of the earth, `level/column/row`, from its north-west corner. */
export const cellIdSchema = z
  .string()
  .regex(/^([2468]|1[0246])\/\d{1,5}\/\d{1,5}$/, 'not a cell such as 8/133/90')
  .refine((id) => {
    const [level = 0, column = 0, row = 0] = id.split('/').map(Number)
    return column < 2 ** level && row < 2 ** level
  }, 'not a cell such as 8/133/90')
  .brand<'CellId'>()
export type CellId = z.infer<typeof cellIdSchema>

export const clusterSchema = z.object({
  cell: cellIdSchema,
  /** The middle of its pictures. */
  latitude: z.number(),
  longitude: z.number(),
  files: z.int().positive(),
  /** One of its pictures, for its face. */
  coverId: fileIdSchema.nullable(),
  thumbUrl: z.string().nullable(),
  /** Of that picture: the nearest town and its country. */
  placeName: z.string().nullable(),
})
export type Cluster = z.infer<typeof clusterSchema>

export const mapSchema = z.object({
  clusters: z.array(clusterSchema),
  /** How many pictures of the whole space have a place. */
  located: z.int().nonnegative(),
})
export type PlacesMap = z.infer<typeof mapSchema>

/** `GET /api/map/files`: the pictures of one cell, the newest first, as a list of files. */
export const placeQuerySchema = pageQuerySchema.extend({
  cell: cellIdSchema,
  space: spaceIdSchema.optional(),
})
export type PlaceQuery = z.infer<typeof placeQuerySchema>
