import type { z } from 'zod'
import type { ProblemCode } from '#contracts/problem'

/** What an answer of one status holds: JSON of a shape, bytes of a media type, or nothing. */
export type Answer =
  | { status: number; json: z.ZodType }
  | { status: number; bytes: string }
  | { status: number; json: null; bytes: null }

/**
 * What a route's own code cannot say of it: its name, what it is for, and what it answers. Who may call
 * it and what it takes are read from its handlers.
 */
export interface Operation {
  /** Unique, as clients that are made from the document name their functions. */
  id: string
  /** One sentence. */
  says: string
  answers: Answer[]
  /** A body that no schema of the route describes: a file, or a form with files. */
  sends?: { [mediaType: string]: 'bytes' | 'form' | z.ZodType }
  /** Refusals beyond those that follow from who may call it and what it takes. */
  refuses?: ProblemCode[]
  /** A body that the tests send. */
  example?: Record<string, unknown>
}

/** By method and path, as `app.routes` has them: `GET /api/files/:id`. */
export type Operations = Record<string, Operation>

export function json(schema: z.ZodType, status = 200): Answer {
  return { status, json: schema }
}

export function bytes(mediaType: string, status = 200): Answer {
  return { status, bytes: mediaType }
}

/** Done, and nothing to say. */
export const done: Answer = { status: 204, json: null, bytes: null }

/** An empty answer with another status. */
export function empty(status: number): Answer {
  return { status, json: null, bytes: null }
}

/** An original with Range, or a part of it. */
export const original: Answer[] = [bytes('*/*'), bytes('*/*', 206)]
