import { canonicalRecipe, renditionRecipe } from '#contracts/recipe'
import type { RenditionName } from '#contracts/renditions'
import type { Deps } from '../../deps.ts'
import { noSuchFile } from '../../errors.ts'
import type { FoundFile } from '../../files/find-file.ts'
import { type MakeDeps, runRecipe } from '../make-transform.ts'
import { prepareTransform } from '../open-transform.ts'
import { stepsOfEdit } from './parse-edit.ts'

/** What an edit makes of the original, and the pixels that the whole picture has by it. */
export interface Edited {
  bytes: Uint8Array
  width: number
  height: number
}

/**
 * A rendition of a picture by one of its edits, made from the original. Throws `not_found` for an edit
 * that is not remembered, and as the engine does: `home_node_offline`, `undecodable`, `gone`, …
 */
export async function makeEdited(
  deps: MakeDeps & Pick<Deps, 'db'>,
  file: FoundFile,
  number: number,
  name: RenditionName,
): Promise<Edited> {
  const steps = await stepsOfEdit(deps, file.id, number)
  if (!steps) throw noSuchFile()
  // What the edit draws over it was checked when it was saved, for everybody who sees the picture.
  const draft = { steps, output: { ofOriginal: true, format: 'webp', firstFrame: true } as const }
  const { recipe, overlays, cost } = await prepareTransform(deps, file.spaceId, file, draft, '')
  const rendition = renditionRecipe(name)
  const whole = {
    steps: [...recipe.steps, ...rendition.steps],
    output: rendition.output,
  }
  const { made, bytes } = await runRecipe(deps, { file, overlays, recipe: whole })
  deps.log.info('edit.made', { fileId: file.id, chars: canonicalRecipe(whole).length })
  return { bytes, width: cost?.width ?? made.width, height: cost?.height ?? made.height }
}
