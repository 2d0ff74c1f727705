import type { z } from 'zod'
import type { GenerationView, keepGenerationSchema } from '#contracts/generations'
import type { FileId, GenerationId } from '#contracts/ids'
import { promptSchema } from '#contracts/prompt'
import type { Deps } from '../../deps.ts'
import { AppError } from '../../errors.ts'
import { requireFile } from '../../files/find-file.ts'
import type { SettleDeps } from '../../files/settle-file.ts'
import { uploadFile } from '../../files/upload-file.ts'
import { readStream } from '../../http/read-body.ts'
import { editFiles } from '../../metadata/edit-files.ts'
import { generationKey } from '../../originals/keys.ts'
import type { Actor } from '../../spaces/access.ts'
import { decideTag } from '../../tags/decide-tag.ts'
import { embedXmp } from '../provenance/embed-xmp.ts'
import { xmpOf } from '../provenance/xmp-of.ts'
import { pictureMaxBytes } from '../providers/generator.ts'
import { readPicture } from '../providers/picture-bytes.ts'
import { requireGeneration } from './find-generation.ts'
import { toGenerationView } from './generation-view.ts'
import { noteFile, type ViewedRow } from './queries.ts'

type KeepDeps = SettleDeps & Pick<Deps, 'bucket'>

/** By this tag generated pictures are found. */
const generatedTag = 'generated'

/**
 * Makes a file of a picture, as every upload is taken: from here on it counts on the quota, is
 * mirrored and searched. What it was made of is written into it. Again: the same file. Throws
 * `not_found`, `conflict` for what is no picture (yet), `gone`, and as `uploadFile` does.
 */
export async function keepGeneration(
  deps: KeepDeps,
  actor: Actor,
  id: GenerationId,
  into: z.infer<typeof keepGenerationSchema>,
): Promise<GenerationView> {
  const row = await requireGeneration(deps, actor, id, 'viewer')
  if (row.state !== 'done') throw new AppError('conflict', 'There is no picture to keep (yet).')
  if (row.fileId === null || !(await isThere(deps, actor, row.fileId))) {
    const fileId = await makeFile(deps, actor, row, into)
    await noteFile(deps.db, id, fileId)
    deps.log.info('generation.kept', { generationId: id, fileId })
  }
  return await toGenerationView(deps, await requireGeneration(deps, actor, id, 'viewer'))
}

async function makeFile(
  deps: KeepDeps,
  actor: Actor,
  row: ViewedRow,
  into: z.infer<typeof keepGenerationSchema>,
): Promise<FileId> {
  const stored = await deps.bucket.get(generationKey(row.id))
  if (!stored) throw new AppError('gone', 'This picture is not kept any more.')
  const picture = await readPicture(await readStream(stored.body, pictureMaxBytes))
  if (picture === null) throw new AppError('undecodable', 'This picture is damaged.')
  const prompt = promptSchema.parse(JSON.parse(row.prompt))
  const createdAt = new Date(row.createdAt).toISOString()
  const bytes = embedXmp(picture, xmpOf({ prompt, createdAt, generationId: row.id }))
  const { fileId } = await uploadFile(deps, actor, {
    name: into.name ?? nameOf(prompt.text, picture.mimeType),
    space: into.spaceId ?? undefined,
    folder: into.folderId ?? undefined,
    sizeBytes: bytes.length,
    body: new Blob([new Uint8Array(bytes)]).stream(),
    dimensions: { width: picture.width, height: picture.height },
  })
  if (prompt.text !== '') await editFiles(deps, actor, [fileId], { description: prompt.text })
  await decideTag(deps, actor, { id: fileId, tag: generatedTag }, 'confirmed')
  return fileId
}

async function isThere(deps: Pick<Deps, 'db'>, actor: Actor, id: FileId): Promise<boolean> {
  try {
    return (await requireFile(deps, actor, id, 'viewer')).trashedAt === null
  } catch (error) {
    if (error instanceof AppError && error.code === 'not_found') return false
    throw error
  }
}

function nameOf(text: string, mimeType: string): string {
  const stem = text.slice(0, 60).trim() || 'Generated picture'
  return `${stem}.${mimeType === 'image/jpeg' ? 'jpg' : mimeType.slice('image/'.length)}`
}
