import { join } from 'node:path'
import { z } from 'zod'
import { diskIdSchema } from '#contracts/ids'
import { writeDurably } from '../durable-file.ts'
import { type DiskFs, errnoOf } from './disk-fs.ts'
import { markerName } from './layout.ts'

/** What lies at the root of every disk and says which disk it is. */
const markerSchema = z.object({
  format: z.literal(1),
  id: diskIdSchema,
  name: z.string().min(1).max(60),
  adoptedAt: z.iso.datetime(),
})
export type Marker = z.infer<typeof markerSchema>

/** The marker of the disk at `root`; null when there is none or it cannot be understood. */
export async function readMarker(fs: DiskFs, root: string): Promise<Marker | null> {
  let text: string
  try {
    text = await fs.readFile(join(root, markerName), 'utf8')
  } catch (error) {
    const code = errnoOf(error)
    if (code === 'ENOENT' || code === 'ENOTDIR') return null
    throw error
  }
  try {
    return markerSchema.parse(JSON.parse(text))
  } catch {
    return null
  }
}

export async function writeMarker(root: string, marker: Marker): Promise<void> {
  await writeDurably(join(root, markerName), `${JSON.stringify(marker, null, 2)}\n`, 0o644)
}
