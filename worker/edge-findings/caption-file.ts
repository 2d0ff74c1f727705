import type { FileId } from '#contracts/ids'
import { type EncodedPicture, InferenceError } from '#contracts/inference'
import { vectorToText } from '#contracts/vector-text'
import { runBatch } from '../db/run-batch.ts'
import type { Deps } from '../deps.ts'
import { readStream } from '../http/read-body.ts'
import { captionVectorModel, edgeLabelEngine } from '../inference/workers-ai.ts'
import { renditionKey } from '../originals/keys.ts'
import { labelsWantedIn } from '../tags/label-set.ts'
import { machineTagStatements } from '../tags/machine-tags.ts'
import { embeddingStatements, followEmbeddings } from '../vectors/store-embeddings.ts'
import { findCaptionable, putCaption } from './queries.ts'

/**
 * Workers AI refuses bodies of some 500 KB, whatever it says of images; a third more is base64. A large
 * preview that is larger goes as the small one: more than a megapixel is not looked at anyway.
 */
const pictureMaxBytes = 300_000

type CaptionDeps = Pick<
  Deps,
  'db' | 'bucket' | 'now' | 'log' | 'inference' | 'announce' | 'vectorIndex'
>

/**
 * Has Workers AI look at a file's preview: what it says, which labels fit, and both as a vector, written
 * at once. Of a file that is gone meanwhile nothing is said. Throws `InferenceError`.
 */
export async function captionFile(deps: CaptionDeps, fileId: FileId): Promise<void> {
  const { db, inference } = deps
  const file = await findCaptionable(db, fileId)
  const picture = file && (await previewOf(deps, file.spaceId, fileId))
  if (!file || !picture) return
  const { spaceId } = file
  const labels = await labelsWantedIn(deps, spaceId)
  const [caption, tags] = await Promise.all([
    inference.caption(picture),
    inference.tagByLabels(picture, labels),
  ])
  const said = [caption.text, ...tags.map(({ label }) => label)].join('. ')
  const { vectors } = await inference.embedText([said], captionVectorModel)
  const [vector] = vectors
  if (vector === undefined) throw new InferenceError('offline', 'A text came back without vector.')
  const embeddings = [{ model: captionVectorModel, atMs: null, values: vectorToText(vector) }]
  await runBatch(db, [
    putCaption(db, fileId, caption),
    ...machineTagStatements(db, { fileId, engines: [edgeLabelEngine], tags }),
    ...embeddingStatements(db, { fileId, spaceId, embeddings, now: deps.now() }),
  ])
  deps.log.info('file.captioned', { fileId, tags: tags.length })
  await deps.announce(spaceId, { type: 'files.changed', fileIds: [fileId] })
  await followEmbeddings(deps, spaceId, embeddings)
}

async function previewOf(
  { bucket }: Pick<Deps, 'bucket'>,
  ...[spaceId, fileId]: [Parameters<typeof renditionKey>[0], FileId]
): Promise<EncodedPicture | null> {
  for (const name of ['1600', '320'] as const) {
    const opened = await bucket.get(renditionKey(spaceId, fileId, name))
    if (opened === null) continue
    if (opened.size > pictureMaxBytes) {
      await opened.body.cancel()
      continue
    }
    return { bytes: await readStream(opened.body, pictureMaxBytes), mimeType: 'image/webp' }
  }
  return null
}
