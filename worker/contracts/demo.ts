import { z } from 'zod'
import { originalIdSchema, spaceIdSchema } from './ids.ts'
import { latitudeSchema, longitudeSchema, wallClockSchema } from './metadata.ts'

/** Where demo pictures go: a space of an admin's by its name, or the first admin's own. */
export const demoQuerySchema = z.object({ space: z.string().min(1).max(100).optional() })

/** Demo pictures are sent in groups of so many, each group by its number. */
export const demoGroupSize = 100

export const demoStateSchema = z.object({
  spaceId: spaceIdSchema,
  /** Numbers of the groups that are there in full. */
  groups: z.array(z.int().nonnegative()),
})

/** Originals are stored first, each once; many files share one, as copies in a library do. */
export const demoOriginalSchema = z.object({ originalId: originalIdSchema })
export const demoOriginalMaxBytes = 200_000

const pictureSchema = z.object({
  originalId: originalIdSchema,
  /** Bytes of the renditions 320 and 1600, which follow the head in this order. */
  smallBytes: z.int().positive().max(100_000),
  largeBytes: z.int().positive().max(200_000),
  smallWidth: z.int().positive(),
  smallHeight: z.int().positive(),
  width: z.int().positive(),
  height: z.int().positive(),
  thumbhash: z.string().max(100),
})

const demoFileSchema = z.object({
  /** Which of the pictures it shows. */
  picture: z.int().nonnegative(),
  /** What is there under its name already is left out. */
  name: z.string().min(1).max(100),
  takenAt: wallClockSchema,
  createdAt: z.int().positive(),
  latitude: latitudeSchema.nullable(),
  longitude: longitudeSchema.nullable(),
  placeName: z.string().max(100).nullable(),
  rating: z.int().min(1).max(5).nullable(),
  isFavorite: z.boolean(),
  folder: z.string().min(1).max(80).nullable(),
  album: z.string().min(1).max(80).nullable(),
})
export type DemoFile = z.infer<typeof demoFileSchema>

/** The head of one frame: a group of files, then the renditions of its pictures. */
export const demoGroupSchema = z.object({
  pictures: z.array(pictureSchema).min(1).max(demoGroupSize),
  files: z.array(demoFileSchema).min(1).max(demoGroupSize),
})
export type DemoGroup = z.infer<typeof demoGroupSchema>

export const demoWrittenSchema = z.object({ written: z.int().nonnegative() })
