import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { diskStateSchema } from '#contracts/home-node'
import { smartSchema } from '#contracts/home-report'
import { diskIdSchema } from '#contracts/ids'
import { writeDurably } from '../durable-file.ts'
import { readStateFile } from '../state-file.ts'

// The disks, as the home node says them; and that somebody wants one of them replaced.
const reportSchema = z.object({
  format: z.literal(1),
  disks: z.array(
    z.object({
      ...{ id: diskIdSchema, name: z.string(), path: z.string(), state: diskStateSchema },
      ...{ totalBytes: z.number(), freeBytes: z.number(), ioErrors: z.number() },
      smart: smartSchema.nullable(),
    }),
  ),
  replacing: z.array(
    z.object({ from: z.string(), to: z.string(), copies: z.number(), left: z.number() }),
  ),
})
export type DiskList = z.infer<typeof reportSchema>
const wishSchema = z.object({ format: z.literal(1), from: diskIdSchema, to: diskIdSchema })

const reportFile = (stateDir: string) => join(stateDir, 'disks.json')
const wishFile = (stateDir: string) => join(stateDir, 'replace-disk.json')

export async function writeDiskList(stateDir: string, list: Omit<DiskList, 'format'>) {
  await writeDurably(reportFile(stateDir), `${JSON.stringify({ format: 1, ...list })}\n`)
}

/** What the home node last said; null when it said nothing yet. */
export const readDiskList = (stateDir: string): Promise<DiskList | null> =>
  readStateFile(reportFile(stateDir), reportSchema)

export async function writeReplaceWish(
  stateDir: string,
  wish: Omit<z.infer<typeof wishSchema>, 'format'>,
) {
  await writeDurably(wishFile(stateDir), `${JSON.stringify({ format: 1, ...wish })}\n`)
}

/** Hands the wish on, and forgets it when that was done. */
export async function takeReplaceWish(
  stateDir: string,
  take: (wish: z.infer<typeof wishSchema>) => void,
): Promise<void> {
  const wish = await readStateFile(wishFile(stateDir), wishSchema)
  if (wish === null) return
  take(wish)
  await rm(wishFile(stateDir), { force: true })
}
