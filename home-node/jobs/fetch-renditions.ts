import sharp from 'sharp'
import type { FileId } from '#contracts/ids'
import { type Raster, toRaster } from '../images/decode.ts'
import type { WorkerClient } from '../link/worker-client.ts'

const maxRenditionBytes = 16_000_000

/** A picture to be looked at: decoded once, and encoded as the models that embed want it. */
export interface View {
  atMs: number | null
  picture: Raster
  encoded: Uint8Array
}

/** The largest renditions of these files; what has none, or one too large, is left out. */
export async function fetchRenditions(
  client: Pick<WorkerClient, 'openRenditions'>,
  fileIds: FileId[],
): Promise<Map<FileId, Uint8Array>> {
  const pictures = new Map<FileId, Uint8Array>()
  if (fileIds.length === 0) return pictures
  for await (const { head, body } of client.openRenditions(fileIds)) {
    if (head.sizeBytes > maxRenditionBytes) continue
    const chunks: Uint8Array[] = []
    for await (const chunk of body) chunks.push(chunk)
    pictures.set(head.fileId, Buffer.concat(chunks))
  }
  return pictures
}

/** A rendition is upright already; of one that moves, the first frame. */
export async function viewOf(encoded: Uint8Array): Promise<View> {
  const opened = sharp(encoded, { pages: 1 }).toColourspace('srgb')
  return { atMs: null, picture: await toRaster(opened.removeAlpha()), encoded }
}
