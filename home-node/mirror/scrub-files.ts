import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { type ScrubbedDisk, scrubbedDiskSchema } from '../disks/scrub-ledger.ts'
import { writeDurably } from '../durable-file.ts'
import { readStateFile } from '../state-file.ts'

// What reading copies back again found, as the home node says it; and that somebody wants it done now.
const reportSchema = z.object({
  format: z.literal(1),
  atMs: z.number(),
  everyDays: z.number(),
  /** Somebody asked for all of it, and it is not through yet. */
  isAsked: z.boolean(),
  disks: z.array(scrubbedDiskSchema),
})
export type ScrubReport = z.infer<typeof reportSchema>
const wishSchema = z.object({ format: z.literal(1), beforeMs: z.number() })

const reportFile = (stateDir: string) => join(stateDir, 'scrub.json')
const wishFile = (stateDir: string) => join(stateDir, 'scrub-now.json')

export async function writeScrubReport(
  stateDir: string,
  report: Omit<ScrubReport, 'format'>,
): Promise<void> {
  await writeDurably(reportFile(stateDir), `${JSON.stringify({ format: 1, ...report })}\n`)
}

/** What the home node last said; null when it said nothing yet. */
export const readScrubReport = (stateDir: string): Promise<ScrubReport | null> =>
  readStateFile(reportFile(stateDir), reportSchema)

/** Asks for everything that was read back before that time to be read back now. */
export async function writeScrubWish(stateDir: string, beforeMs: number): Promise<void> {
  await writeDurably(wishFile(stateDir), `${JSON.stringify({ format: 1, beforeMs })}\n`)
}

/** Hands the wish on, and forgets it when that was done. */
export async function takeScrubWish(
  stateDir: string,
  take: (beforeMs: number) => void,
): Promise<void> {
  const wish = await readStateFile(wishFile(stateDir), wishSchema)
  if (wish === null) return
  take(wish.beforeMs)
  await rm(wishFile(stateDir), { force: true })
}

/** Copies that were found wrong and are not whole again, over all disks. */
export const unrepairedOf = (disks: ScrubbedDisk[]): number =>
  disks.reduce((sum, { unrepaired }) => sum + unrepaired, 0)
