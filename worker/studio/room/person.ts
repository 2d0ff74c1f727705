import { z } from 'zod'
import { type CanvasPerson, canvasPersonSchema } from '#contracts/canvas'
import { canvasIdSchema, spaceIdSchema, userIdSchema } from '#contracts/ids'

/** Who comes with a socket, as the route has found out. */
export const visitorSchema = z.object({
  about: z.object({ canvas: canvasIdSchema, space: spaceIdSchema }),
  userId: userIdSchema,
  username: z.string(),
  canEdit: z.boolean(),
  after: z.int().nonnegative().nullable(),
})
export type Visitor = z.infer<typeof visitorSchema>

/** What a socket is known by, also after the room has slept. */
export const personSchema = canvasPersonSchema.extend({ openedAt: z.number() })
export type Person = z.infer<typeof personSchema>

export function toPerson({ openedAt: _, ...person }: Person): CanvasPerson {
  return person
}

/** The first of the eight colours that the fewest have. */
export function freeColour(others: readonly Person[]): number {
  const counts = Array.from({ length: 8 }, (_, colour) => ({
    colour,
    count: others.filter((other) => other.colour === colour).length,
  }))
  return counts.reduce((least, each) => (each.count < least.count ? each : least)).colour
}
