import { frameHead } from '#contracts/frames'
import type { RenditionFrame } from '#contracts/home-node'
import type { FileId } from '#contracts/ids'
import type { Deps } from '../deps.ts'
import { renditionKey } from '../originals/keys.ts'
import { spacesOfPreviews } from './found-queries.ts'

/**
 * The largest rendition of several files as one stream of frames, in the order of `fileIds`; what has
 * none, or none in R2, is left out. The bytes pass from stream to stream and are never held.
 */
export async function streamRenditions(
  deps: Pick<Deps, 'db' | 'bucket' | 'log'>,
  fileIds: FileId[],
): Promise<ReadableStream<Uint8Array>> {
  const spaces = await spacesOfPreviews(deps.db, fileIds)
  const spaceOf = new Map(spaces.map(({ fileId, spaceId }) => [fileId, spaceId]))
  const { readable, writable } = new IdentityTransformStream()
  async function pour() {
    for (const fileId of fileIds) {
      const spaceId = spaceOf.get(fileId)
      if (spaceId === undefined) continue
      const opened = await deps.bucket.get(renditionKey(spaceId, fileId, '1600'))
      if (opened === null) continue
      const head: RenditionFrame = { fileId, sizeBytes: opened.size }
      const writer = writable.getWriter()
      await writer.write(frameHead(head))
      writer.releaseLock()
      await opened.body.pipeTo(writable, { preventClose: true })
    }
    await writable.close()
  }
  // Runs for as long as the answer is read; whoever stops reading sees it end early.
  pour().catch(async (error: unknown) => {
    deps.log.info('renditions.batch_broke_off')
    await writable.abort(error).catch(() => undefined)
  })
  return readable
}
