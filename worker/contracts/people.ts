import { z } from 'zod'
import { fileViewSchema } from './files.ts'
import { boxSchema } from './found.ts'
import { faceIdSchema, personIdSchema } from './ids.ts'
import { pageQuerySchema } from './paging.ts'

/** A face and the file it is in. */
export const faceViewSchema = z.object({
  id: faceIdSchema,
  box: boxSchema,
  /** Of a film: at which time. */
  atMs: z.number().nullable(),
  file: fileViewSchema,
})
export type FaceView = z.infer<typeof faceViewSchema>

export const personViewSchema = z.object({
  id: personIdSchema,
  name: z.string().nullable(),
  faces: z.int().nonnegative(),
  isHidden: z.boolean(),
  isFavorite: z.boolean(),
  /** The face that stands for the person; null while all their files are in the trash. */
  cover: faceViewSchema.nullable(),
})
export type PersonView = z.infer<typeof personViewSchema>

/** `GET /api/spaces/{id}/people`: those with most faces first; the hidden only when they are asked for. */
export const peopleQuerySchema = pageQuerySchema.extend({
  limit: z.coerce.number().int().min(1).max(60).default(60),
  hidden: z.stringbool().default(false),
})
export type PeopleQuery = z.infer<typeof peopleQuerySchema>
export const peoplePageSchema = z.object({
  items: z.array(personViewSchema),
  nextCursor: z.string().nullable(),
  /** Files in which faces are still to be looked for; at most 1,000 are counted. */
  waiting: z.int().nonnegative(),
})
export type PeoplePage = z.infer<typeof peoplePageSchema>

export const changePersonSchema = z.strictObject({
  /** Null takes the name away. */
  name: z.string().trim().min(1).max(100).nullable().optional(),
  isHidden: z.boolean().optional(),
  isFavorite: z.boolean().optional(),
  coverFaceId: faceIdSchema.optional(),
})
export type ChangePerson = z.infer<typeof changePersonSchema>

/** `GET …/people/{id}/faces`: the person's time line, the latest picture first. */
export const facesPageSchema = z.object({
  person: personViewSchema,
  items: z.array(faceViewSchema),
  nextCursor: z.string().nullable(),
})
export type FacesPage = z.infer<typeof facesPageSchema>

/** `POST …/people/{id}/merge`: these become part of the person; 200 with the person. */
export const mergePeopleSchema = z.strictObject({
  people: z.array(personIdSchema).min(1).max(50),
})
/** `POST …/people/{id}/split`: these faces are somebody else; 201 with the new person. */
export const splitPersonSchema = z.strictObject({ faces: z.array(faceIdSchema).min(1).max(200) })

/** `GET …/people/review`: two who may be one, the most alike first. */
export const peopleReviewSchema = z.object({
  items: z
    .array(
      z.object({
        one: personViewSchema,
        other: personViewSchema,
        /** 0 to 1, by the middles of both. */
        similarity: z.number().min(0).max(1),
      }),
    )
    .max(20),
})
export type PeopleReview = z.infer<typeof peopleReviewSchema>

/** `PUT …/people/review`: whether two are the same. Who are not are never asked about again. */
export const reviewPeopleSchema = z.strictObject({
  one: personIdSchema,
  other: personIdSchema,
  same: z.boolean(),
})
export type ReviewPeople = z.infer<typeof reviewPeopleSchema>
