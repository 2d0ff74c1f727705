import type { Reference } from '#contracts/prompt'
import type { Deps } from '../../deps.ts'
import { AppError } from '../../errors.ts'
import { findFile } from '../../files/find-file.ts'
import { readStream } from '../../http/read-body.ts'
import { openRendition } from '../../media/open-rendition.ts'
import { generationKey } from '../../originals/keys.ts'
import { type PictureBytes, pictureMaxBytes } from '../providers/generator.ts'
import { readPicture } from '../providers/picture-bytes.ts'
import { resizePicture } from './resize-picture.ts'

export type ReferenceDeps = Parameters<typeof openRendition>[0] &
  Parameters<typeof resizePicture>[0] &
  Pick<Deps, 'bucket' | 'db'>

/**
 * An example picture's bytes, with no side longer than `maxSide`. Of a file that is a preview, which
 * says nothing of where it was taken. Throws a sentence: `gone`, `home_node_offline`, `undecodable`.
 */
export async function readReference(
  deps: ReferenceDeps,
  reference: Reference,
  maxSide: number,
): Promise<PictureBytes> {
  const bytes =
    reference.kind === 'file'
      ? await bytesOfFile(deps, reference.file, maxSide)
      : await bytesOfGeneration(deps, reference.generation)
  const picture = await readPicture(bytes)
  if (picture === null) throw new AppError('undecodable', 'An example picture cannot be read.')
  if (Math.max(picture.width, picture.height) <= maxSide) return picture
  const side = { width: maxSide, height: maxSide }
  return await resizePicture(deps, picture, { fit: 'inside', ...side })
}

async function bytesOfFile(
  deps: ReferenceDeps,
  fileId: Extract<Reference, { kind: 'file' }>['file'],
  maxSide: number,
): Promise<Uint8Array> {
  const file = await findFile(deps, fileId)
  if (!file || file.trashedAt !== null) throw gone()
  const rendition = maxSide < 1_600 ? '320' : '1600'
  const { spaceId, shownEdit: edit } = file
  const { body } = await openRendition(deps, { spaceId, fileId, rendition, edit })
  if (body === null) throw gone()
  return await readStream(body, pictureMaxBytes)
}

async function bytesOfGeneration(
  deps: Pick<Deps, 'bucket'>,
  id: Extract<Reference, { kind: 'generation' }>['generation'],
): Promise<Uint8Array> {
  const stored = await deps.bucket.get(generationKey(id))
  if (!stored) throw gone()
  return await readStream(stored.body, pictureMaxBytes)
}

function gone(): AppError {
  return new AppError('gone', 'An example picture is not there any more.')
}
