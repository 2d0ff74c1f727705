import { z } from 'zod'
import { pageQuerySchema } from './paging.ts'

/** Classes that are counted to the last request, in a Durable Object. */
export const exactLimitClasses = [
  'login-account',
  'login-address',
  'invite-address',
  'invite-everyone',
  'access-request',
  'register',
  'refresh',
  'share-password',
  'image-api',
  'face-api',
  'transform',
] as const
export const exactLimitClassSchema = z.enum(exactLimitClasses)
export type ExactLimitClass = z.infer<typeof exactLimitClassSchema>

/** Generous classes, counted approximately at the edge: they stop what has run away, never a person. */
export const edgeLimitClasses = ['page', 'media', 'upload', 'api'] as const
export const edgeLimitClassSchema = z.enum(edgeLimitClasses)
export type EdgeLimitClass = z.infer<typeof edgeLimitClassSchema>

export type LimitClass = ExactLimitClass | EdgeLimitClass

/** Query of the list of hits: `since` leaves out those whose last refusal was before. */
export const limitHitQuerySchema = pageQuerySchema.extend({
  since: z.iso.datetime().optional(),
})
export type LimitHitQuery = z.infer<typeof limitHitQuerySchema>
