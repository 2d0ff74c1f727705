import { z } from 'zod'
import { facePartSchema, facePointSchema, faceQualitySchema } from './faces.ts'
import { boxSchema } from './found.ts'
import { exampleIdSchema, spaceIdSchema, subjectIdSchema } from './ids.ts'
import { roleSchema } from './spaces.ts'

/** Names that addresses need for themselves. */
const reservedNames = new Set(['organizations', 'models'])

/** How callers name an organization: in addresses, in any case. */
export const organizationNameSchema = z
  .string()
  .regex(
    /^(?!spc_)[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/,
    'The name of an organization has 1 to 63 letters, digits, dots, dashes or underscores.',
  )
  .refine((name) => !reservedNames.has(name.toLowerCase()), 'This name is taken.')

/** An organization in an address: its name, or its id. */
export const organizationRefSchema = z.union([spaceIdSchema, organizationNameSchema])

export const makeOrganizationSchema = z.strictObject({
  organization: organizationNameSchema,
  /** What was agreed to, recorded at once; faces are off without it. */
  consent: z.string().trim().min(20).max(4_000).optional(),
})
export type MakeOrganization = z.infer<typeof makeOrganizationSchema>

export const changeOrganizationSchema = z.strictObject({
  /** Days for which examples are kept; null: until somebody removes them. */
  retentionDays: z.int().min(1).max(3_650).nullable(),
})

export const organizationViewSchema = z.object({
  id: spaceIdSchema,
  organization: z.string(),
  role: roleSchema,
  isConsented: z.boolean(),
  retentionDays: z.int().nullable(),
  subjects: z.int().nonnegative(),
  examples: z.int().nonnegative(),
  createdAt: z.string(),
})
export type OrganizationView = z.infer<typeof organizationViewSchema>

/** Whose key it is, and what the key is called. */
export const apiAuthSchema = z.object({
  user: z.string().trim().min(1).max(254),
  api_key_name: z.string().trim().min(1).max(80),
})
export type ApiAuth = z.infer<typeof apiAuthSchema>

export const revokeOrganizationKeySchema = z.object({ api_auth: apiAuthSchema })

export const organizationKeySchema = z.object({
  organization: z.string(),
  ...apiAuthSchema.shape,
  prefix: z.string(),
  created_at: z.string(),
  expires_at: z.string().nullable(),
  last_used_at: z.string().nullable(),
})

/** The only time that the key is told. */
export const organizationKeyMadeSchema = organizationKeySchema.extend({ api_key: z.string() })

/**
 * A picture in words: `http(s)://…`, `file:fil_…` (of the caller's), `data:image/…;base64,…`, or
 * base64 alone. 10 MB at most; a text of 14 million characters.
 */
export const imageTextSchema = z.string().min(1).max(14_000_000)

const share = z.coerce.number().min(0).max(1)
/** Also as a form's field writes it. */
const flag = z.union([z.boolean(), z.enum(['true', 'false']).transform((text) => text === 'true')])

const subjectNameSchema = z
  .string()
  .trim()
  .min(1, 'A subject has a name.')
  .max(200)
  .regex(/^[^\p{Cc}]*$/u, 'The name holds characters that cannot be seen.')

export const maxImagesPerCall = 16

/** Registers a subject by one or more pictures of their face. */
export const registerFacesSchema = z.object({
  name: subjectNameSchema,
  images: z.array(imageTextSchema).min(1).max(maxImagesPerCall),
  /** Takes the largest face of a picture with several, instead of refusing it. */
  largest: flag.default(false),
  api_auth: apiAuthSchema.optional(),
})

export const recognizeFacesSchema = z.object({
  image: imageTextSchema,
  /** The similarity from which a face is said to be a subject; without it, the embedder's. */
  threshold: share.optional(),
  /** How many candidates are told for each face, also below the threshold. */
  limit: z.coerce.number().int().min(1).max(50).default(1),
  faces: z.enum(['all', 'largest']).default('all'),
  landmarks: flag.default(false),
  /** `ssd`, `tiny` or `quick`; without it, the configured one. */
  detector: z.string().max(60).optional(),
  api_auth: apiAuthSchema.optional(),
})

export const detectFacesSchema = z.object({
  image: imageTextSchema,
  landmarks: flag.default(false),
  descriptors: flag.default(false),
  age: flag.default(false),
  expressions: flag.default(false),
  detector: z.string().max(60).optional(),
})

export const verifyFacesSchema = z.object({
  image1: imageTextSchema,
  image2: imageTextSchema,
  threshold: share.optional(),
})

export const searchFacesSchema = z.object({
  /** Little-endian float32 of length 1 in base64, as `detect` tells it. */
  descriptor: z.base64().max(8_192),
  embedder: facePartSchema,
  threshold: share.optional(),
  limit: z.coerce.number().int().min(1).max(50).default(10),
})

export const groupFacesSchema = z.object({
  images: z.array(imageTextSchema).min(1).max(maxImagesPerCall),
  threshold: share.optional(),
})

export const candidateSchema = z.object({
  subjectId: subjectIdSchema,
  name: z.string(),
  /** 0 to 1, see face-similarity.ts. */
  similarity: z.number(),
  exampleId: exampleIdSchema,
})
export type Candidate = z.infer<typeof candidateSchema>

/** What became of one picture of a registration, in the order in which they were sent. */
export const registeredImageSchema = z.object({
  index: z.int().nonnegative(),
  status: z.enum([
    'registered',
    'no_face',
    'several_faces',
    'poor_quality',
    'duplicate',
    'unreadable',
  ]),
  detail: z.string(),
  exampleId: exampleIdSchema.nullable(),
  box: boxSchema.nullable(),
  quality: faceQualitySchema.nullable(),
  /** Somebody else whom the face resembles: perhaps the same person by another name. */
  resembles: candidateSchema.nullable(),
})
export type RegisteredImage = z.infer<typeof registeredImageSchema>

export const registeredSchema = z.object({
  organization: z.string(),
  name: z.string(),
  subjectId: subjectIdSchema.nullable(),
  registered: z.int().nonnegative(),
  images: z.array(registeredImageSchema),
})

export const recognizedFaceSchema = z.object({
  box: boxSchema,
  probability: z.number(),
  quality: faceQualitySchema,
  /** The best candidate, if it reaches the threshold. */
  match: candidateSchema.nullable(),
  candidates: z.array(candidateSchema),
  landmarks: z.array(facePointSchema),
})
export type RecognizedFace = z.infer<typeof recognizedFaceSchema>

/** `name` and `similarity` are those of the best match of all faces; null: nobody is known. */
export const recognizedSchema = z.object({
  organization: z.string(),
  threshold: z.number(),
  detector: facePartSchema,
  embedder: facePartSchema,
  recognized: z.boolean(),
  name: z.string().nullable(),
  similarity: z.number().nullable(),
  faces: z.array(recognizedFaceSchema),
})
export type Recognized = z.infer<typeof recognizedSchema>

export const verifiedSchema = z.object({
  same: z.boolean(),
  similarity: z.number(),
  threshold: z.number(),
  embedder: facePartSchema,
  /** Of the face of each picture that was compared. */
  boxes: z.array(boxSchema).length(2),
})

/** Whom a descriptor resembles, the nearest first. */
export const searchedFacesSchema = z.object({
  threshold: z.number(),
  embedder: facePartSchema,
  candidates: z.array(candidateSchema),
})

/** Faces that look like one person's, the largest group first. `image` counts the pictures from 0. */
export const groupedFacesSchema = z.object({
  threshold: z.number(),
  embedder: facePartSchema,
  groups: z.array(
    z.object({
      known: candidateSchema.nullable(),
      faces: z.array(z.object({ image: z.int().nonnegative(), box: boxSchema })),
    }),
  ),
})

export const subjectViewSchema = z.object({
  id: subjectIdSchema,
  name: z.string(),
  examples: z.int().nonnegative(),
  createdAt: z.string(),
})
export type SubjectView = z.infer<typeof subjectViewSchema>
export const subjectListSchema = z.object({
  items: z.array(subjectViewSchema),
  nextCursor: z.string().nullable(),
})
export const subjectsQuerySchema = z.object({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: subjectNameSchema.optional(),
})
export const renameSubjectSchema = z.strictObject({ name: subjectNameSchema })

export const exampleViewSchema = z.object({
  id: exampleIdSchema,
  subjectId: subjectIdSchema,
  detector: z.string(),
  embedder: z.string(),
  quality: z.number(),
  hasPicture: z.boolean(),
  createdAt: z.string(),
})
export type ExampleView = z.infer<typeof exampleViewSchema>
