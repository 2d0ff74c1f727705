import type { FileId } from '#contracts/ids'
import { renditionMimeType } from '#contracts/renditions'
import type { Deps } from '../deps.ts'
import { AppError, noSuchFile } from '../errors.ts'
import { findFile } from '../files/find-file.ts'
import { openRendition } from '../media/open-rendition.ts'
import { stepsOfEdit } from '../transforms/edits/parse-edit.ts'
import { openTransform, prepareTransform } from '../transforms/open-transform.ts'
import { parseDraft } from '../transforms/parse-draft.ts'
import type { ShareState } from './share-state.ts'

export type PictureName = '320' | '1600' | '2560'

/**
 * A picture as a link shows it. Thumbnails carry no watermark: nothing could be read on them. Larger
 * ones are made when they are first asked for, after `beforeMaking`; without a home node those of 2,560
 * pixels are those of 1,600. Throws `not_found`, and `home_node_offline` where only it could draw.
 */
export async function openSharePicture(
  deps: Deps,
  share: ShareState,
  fileId: FileId,
  name: PictureName,
  beforeMaking: () => Promise<void>,
): Promise<Response> {
  const { spaceId } = share
  const file = await findFile(deps, fileId)
  if (file?.spaceId !== spaceId || file.trashedAt !== null) throw noSuchFile()
  const edit = file.shownEdit
  const shown = (rendition: '320' | '1600') =>
    openRendition(deps, { spaceId, fileId, rendition, edit })
  if (name === '320') return await shown('320')
  // A film's picture is its poster, which is a rendition and no original.
  const isMade = file.kind === 'image' && (name === '2560' || share.watermark !== null)
  if (!isMade) return await shown('1600')
  const draft = draftOf(share, name)
  const steps = edit > 0 ? await stepsOfEdit(deps, fileId, edit) : []
  if (!steps) throw noSuchFile()
  const whole = { ...draft, steps: [...steps, ...draft.steps] }
  const wanted = await prepareTransform(deps, spaceId, file, whole, '')
  try {
    const { body, row } = await openTransform(deps, wanted, beforeMaking)
    const headers = { 'Content-Type': renditionMimeType, 'Content-Length': `${row.sizeBytes}` }
    return new Response(body, { headers })
  } catch (error) {
    const isAway = error instanceof AppError && error.code === 'home_node_offline'
    if (!isAway || share.watermark !== null) throw error
    return await shown('1600')
  }
}

function draftOf({ watermark }: ShareState, name: PictureName) {
  const drawn: [string, string][] =
    watermark === null
      ? []
      : [
          ['watermark', `text:${watermark}`],
          ['tile', 'true'],
          ['angle', '-30'],
          ['opacity', '35'],
        ]
  return parseDraft([
    ['resize', `${name}x${name}`],
    ['fit', 'inside'],
    ...drawn,
    ['format', 'webp'],
    ['quality', '80'],
  ])
}
