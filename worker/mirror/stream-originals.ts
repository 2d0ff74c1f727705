import { frameHead } from '#contracts/frames'
import type { OriginalFrame } from '#contracts/home-node'
import type { OriginalId } from '#contracts/ids'
import type { OpenOriginal } from '#contracts/originals'
import type { Deps } from '../deps.ts'
import { originalKey } from '../originals/keys.ts'
import { originalsById } from './queries.ts'

/**
 * Several originals as one stream of frames, in the order of `ids`; those that are not known or not
 * in R2 are left out. The bytes pass from stream to stream and are never held.
 */
export async function streamOriginals(
  deps: Pick<Deps, 'db' | 'originals' | 'log'>,
  ids: OriginalId[],
): Promise<ReadableStream<Uint8Array>> {
  const known = new Map((await originalsById(deps.db, ids)).map((row) => [row.id, row]))
  const open = (id: OriginalId | undefined) => {
    const original = id === undefined ? undefined : known.get(id)
    return original
      ? deps.originals.open(originalKey(original.spaceId, original.id))
      : Promise.resolve(null)
  }
  const { readable, writable } = new IdentityTransformStream()
  // Runs for as long as the answer is read; whoever stops reading sees it end early.
  pour(ids, open, writable).catch(() => deps.log.info('originals.batch_broke_off'))
  return readable
}

async function pour(
  ids: OriginalId[],
  open: (id: OriginalId | undefined) => Promise<OpenOriginal | null>,
  writable: WritableStream<Uint8Array>,
): Promise<void> {
  // The next is opened while one is sent, so that the stream never waits for R2.
  let next = open(ids[0])
  try {
    for (const [index, originalId] of ids.entries()) {
      const opened = await next
      next = open(ids[index + 1])
      next.catch(() => undefined)
      if (!opened) continue
      const { sizeBytes } = opened
      const writer = writable.getWriter()
      await writer.write(frameHead({ originalId, sizeBytes } satisfies OriginalFrame))
      writer.releaseLock()
      await opened.body.pipeTo(writable, { preventClose: true })
    }
    await writable.close()
  } catch (error) {
    const [unsent] = await Promise.allSettled([next, writable.abort(error)])
    if (unsent.status === 'fulfilled') await unsent.value?.body.cancel().catch(() => undefined)
    throw error
  }
}
