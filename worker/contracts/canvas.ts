import { z } from 'zod'
import { generationViewSchema } from './generations.ts'
import {
  canvasIdSchema,
  canvasVersionIdSchema,
  fileIdSchema,
  generationIdSchema,
  operationIdSchema,
  spaceIdSchema,
  tileIdSchema,
  userIdSchema,
} from './ids.ts'
import { pageQuerySchema } from './paging.ts'
import { problemSchema } from './problem.ts'
import { promptSchema } from './prompt.ts'

/** Units of the canvas: at 100 % one is one CSS pixel. x goes right, y goes down. */
const coordinate = z.number().min(-1_000_000).max(1_000_000)
const side = z.number().min(16).max(16_384)

export const maxTiles = 2_000
export const maxNoteLength = 4_000
export const noteColours = ['paper', 'yellow', 'green', 'blue', 'red'] as const

const placeFields = {
  x: coordinate,
  y: coordinate,
  width: side,
  height: side,
  /** What lies on top has the larger one; among equals the later id. */
  z: z.number().min(-1_000_000_000).max(1_000_000_000),
  /** Tiles of the same group are chosen and moved together; null: of none. */
  group: tileIdSchema.nullable(),
}

/**
 * A picture that words make. `shown` is the generation that is seen, null until the first one is
 * there; it only ever goes to later generations by itself (`show`), and back by undo (`change`).
 */
const promptTileFields = {
  ...placeFields,
  prompt: promptSchema,
  /** The tile that this one was made of, for the lineage; it may be gone. */
  parent: tileIdSchema.nullable(),
  shown: generationIdSchema.nullable(),
}
/** A picture of the library. */
const fileTileFields = { ...placeFields, file: fileIdSchema }
const noteTileFields = {
  ...placeFields,
  text: z.string().max(maxNoteLength),
  colour: z.enum(noteColours),
}

export const tileSchema = z.discriminatedUnion('kind', [
  z.strictObject({ id: tileIdSchema, kind: z.literal('prompt'), ...promptTileFields }),
  z.strictObject({ id: tileIdSchema, kind: z.literal('file'), ...fileTileFields }),
  z.strictObject({ id: tileIdSchema, kind: z.literal('note'), ...noteTileFields }),
])
export type Tile = z.infer<typeof tileSchema>
export type TileKind = Tile['kind']

/** Any of a tile's properties; those that its kind does not have are left out when it is applied. */
export const tileChangeSchema = z
  .strictObject({ ...promptTileFields, ...fileTileFields, ...noteTileFields })
  .partial()
export type TileChange = z.infer<typeof tileChangeSchema>

const tiles = z.array(tileSchema).min(1).max(500)

/**
 * What may happen to a canvas. Every one is made by a client with an id of its own, so that sending it
 * again does nothing; the room numbers them, and the canvas is what they make in this order.
 */
export const operationSchema = z.discriminatedUnion('type', [
  /** Adds tiles; one that is there already (by id) stays as it is. */
  z.strictObject({ id: operationIdSchema, type: z.literal('add'), tiles }),
  /** Sets properties, each for itself: the last one wins. Tiles that are gone stay gone. */
  z.strictObject({
    id: operationIdSchema,
    type: z.literal('change'),
    changes: z
      .array(z.strictObject({ tile: tileIdSchema, set: tileChangeSchema }))
      .min(1)
      .max(500),
  }),
  z.strictObject({
    id: operationIdSchema,
    type: z.literal('remove'),
    tiles: z.array(tileIdSchema).min(1).max(500),
  }),
  /**
   * A generation is there. Does nothing where the tile shows a later one already (ids of generations
   * rise with time), so pictures never go backwards, in whatever order they arrive.
   */
  z.strictObject({
    id: operationIdSchema,
    type: z.literal('show'),
    tile: tileIdSchema,
    generation: generationIdSchema,
  }),
])
export type Operation = z.infer<typeof operationSchema>

/** An operation in its place. Numbers begin at 1 and have no gaps. */
export const numberedOperationSchema = z.object({
  number: z.int().positive(),
  by: userIdSchema,
  at: z.string(),
  operation: operationSchema,
})
export type NumberedOperation = z.infer<typeof numberedOperationSchema>

export const canvasPersonSchema = z.object({
  /** Of this connection: one person with two pages is there twice. */
  connection: z.string(),
  userId: userIdSchema,
  username: z.string(),
  /** 0 to 7: which of the eight colours of people. */
  colour: z.int().min(0).max(7),
  canEdit: z.boolean(),
})
export type CanvasPerson = z.infer<typeof canvasPersonSchema>

const cursorFields = {
  /** Null: the pointer left the canvas. */
  at: z.object({ x: coordinate, y: coordinate }).nullable(),
  chosen: z.array(tileIdSchema).max(100),
}

/** From a page to the room, as JSON text. `ping` is answered with `pong`, both bare. */
export const toRoomSchema = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('operations'),
    operations: z.array(operationSchema).min(1).max(100),
  }),
  z.strictObject({ type: z.literal('cursor'), ...cursorFields }),
])
export type ToRoom = z.infer<typeof toRoomSchema>

/** From the room to a page. `hello` is first; with `?after=N` it brings what was missed where it still can. */
export const fromRoomSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('hello'),
    connection: z.string(),
    canEdit: z.boolean(),
    people: z.array(canvasPersonSchema),
    /** The canvas after operation `number`; null: what the page has, and `operations`, are all of it. */
    canvas: z.object({ number: z.int().nonnegative(), tiles: z.array(tileSchema) }).nullable(),
    operations: z.array(numberedOperationSchema),
    /** Those that have not ended. */
    generations: z.array(generationViewSchema),
  }),
  /** In order, those of the page itself, too: that is how it hears that they are kept. */
  z.object({ type: z.literal('operations'), operations: z.array(numberedOperationSchema) }),
  /** It was not applied and will not be: the page drops it and says why. */
  z.object({ type: z.literal('refused'), operation: operationIdSchema, problem: problemSchema }),
  z.object({ type: z.literal('joined'), person: canvasPersonSchema }),
  z.object({ type: z.literal('left'), connection: z.string() }),
  z.object({ type: z.literal('cursor'), connection: z.string(), ...cursorFields }),
  /** A generation on this canvas began, went on or ended. */
  z.object({ type: z.literal('generation'), generation: generationViewSchema }),
])
export type FromRoom = z.infer<typeof fromRoomSchema>

export const canvasNameSchema = z.string().trim().min(1, 'A canvas has a name.').max(120)

export const makeCanvasSchema = z.strictObject({
  name: canvasNameSchema.default('Untitled canvas'),
  /** Null: one's own. Editors of the space edit it, viewers look at it. */
  spaceId: spaceIdSchema.nullable().default(null),
})

export const canvasViewSchema = z.object({
  id: canvasIdSchema,
  name: z.string(),
  spaceId: spaceIdSchema,
  canEdit: z.boolean(),
  tileCount: z.int().nonnegative(),
  /** Up to four pictures that were last put on it, for its card. */
  covers: z.array(z.string()),
  createdAt: z.string(),
  changedAt: z.string(),
  trashedAt: z.string().nullable(),
})
export type CanvasView = z.infer<typeof canvasViewSchema>

/** The canvas as it was after an operation, under a name. Going back to it is an operation like others. */
export const canvasVersionSchema = z.object({
  id: canvasVersionIdSchema,
  name: z.string(),
  number: z.int().nonnegative(),
  tileCount: z.int().nonnegative(),
  createdAt: z.string(),
})
export type CanvasVersion = z.infer<typeof canvasVersionSchema>

/** `POST /api/canvases/{id}/operations`, for whoever has no socket: what the room made of each. */
export const sendOperationsSchema = z.strictObject({
  operations: z.array(operationSchema).min(1).max(100),
})
export const sentOperationsSchema = z.object({
  operations: z.array(numberedOperationSchema),
  refused: z.array(z.object({ operation: operationIdSchema, problem: problemSchema })),
})
export type SentOperations = z.infer<typeof sentOperationsSchema>

/** The canvas after operation `number`. */
export const canvasTilesSchema = z.object({
  number: z.int().nonnegative(),
  tiles: z.array(tileSchema),
})
export type CanvasTiles = z.infer<typeof canvasTilesSchema>

export const changeCanvasSchema = z.strictObject({ name: canvasNameSchema })

/** Without `space`: those of all spaces that one may read. The latest changed first. */
export const listCanvasesQuerySchema = pageQuerySchema.extend({
  space: spaceIdSchema.optional(),
  trashed: z.enum(['true', 'false']).default('false'),
})
export type ListCanvasesQuery = z.infer<typeof listCanvasesQuerySchema>

export const canvasListSchema = z.object({
  items: z.array(canvasViewSchema),
  nextCursor: z.string().nullable(),
})

export const maxVersions = 100
export const makeVersionSchema = z.strictObject({ name: canvasNameSchema })
/** The latest first. */
export const versionListSchema = z.object({ items: z.array(canvasVersionSchema) })
/** The operations that went back to it: undoing them in turn is undoing the way back. */
export const restoredVersionSchema = z.object({ operations: z.array(numberedOperationSchema) })

/**
 * A whole canvas as one file: what lies on it, and the records of the pictures it shows, enough to make
 * them again. The pictures themselves are not in it.
 */
export const canvasFileSchema = z.object({
  format: z.literal('cloudvault-canvas'),
  version: z.literal(1),
  name: canvasNameSchema,
  tiles: z
    .array(tileSchema)
    .max(maxTiles)
    .refine(
      (all) => new Set(all.map(({ id }) => id)).size === all.length,
      'A tile is there twice.',
    ),
  /** Read by people and programs; nothing is made of it when it is imported. */
  generations: z.array(z.unknown()).max(maxTiles),
})
export type CanvasFile = z.infer<typeof canvasFileSchema>
