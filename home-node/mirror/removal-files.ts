import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import type { WaitingRemovals } from '../disks/removal-breaker.ts'
import { writeDurably } from '../durable-file.ts'
import { readStateFile } from '../state-file.ts'

// What waits, as the home node says it; and what the command lets go on.
const waitingSchema = z.object({
  format: z.literal(1),
  isHeld: z.boolean(),
  untilMs: z.number(),
  disks: z.array(z.object({ name: z.string(), copies: z.number() })),
})
const allowedSchema = z.object({ format: z.literal(1), untilMs: z.number() })

const waitingFile = (stateDir: string) => join(stateDir, 'removals.json')
const allowedFile = (stateDir: string) => join(stateDir, 'removals-allowed.json')

export async function writeWaiting(stateDir: string, waiting: WaitingRemovals): Promise<void> {
  await writeDurably(waitingFile(stateDir), `${JSON.stringify({ format: 1, ...waiting })}\n`)
}

/** What the home node last said; null when it said nothing yet, or the file is damaged. */
export const readWaiting = (stateDir: string): Promise<WaitingRemovals | null> =>
  readStateFile(waitingFile(stateDir), waitingSchema)

/** Lets go on what the home node had heard of until `untilMs`, once it looks, or starts. */
export async function writeAllowed(stateDir: string, untilMs: number): Promise<void> {
  await writeDurably(allowedFile(stateDir), `${JSON.stringify({ format: 1, untilMs })}\n`)
}

/**
 * Hands on what was allowed, and forgets it when that was done: `allow` may be called again with the
 * same time by a run that died in between.
 */
export async function takeAllowed(
  stateDir: string,
  allow: (untilMs: number) => void,
): Promise<void> {
  const allowed = await readStateFile(allowedFile(stateDir), allowedSchema)
  if (allowed === null) return
  allow(allowed.untilMs)
  await rm(allowedFile(stateDir), { force: true })
}

/** Copies that wait, over all disks. */
export const copiesOf = ({ disks }: WaitingRemovals): number =>
  disks.reduce((sum, { copies }) => sum + copies, 0)
