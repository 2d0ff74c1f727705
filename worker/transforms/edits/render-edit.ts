import type { FileId } from '#contracts/ids'
import { renditionMimeType, renditionNames } from '#contracts/renditions'
import type { Deps } from '../../deps.ts'
import { findFile } from '../../files/find-file.ts'
import { renditionKey } from '../../originals/keys.ts'
import { makeEdited } from './make-edited.ts'
import { editNumbersOf, showEdit } from './queries.ts'

type RenderDeps = Parameters<typeof makeEdited>[0] & Pick<Deps, 'announce'>

/**
 * Makes the renditions of the edit that is wanted of a file, then shows it. Until then the pictures of
 * before stay; those of edits further back are removed. Nothing happens when it is shown already.
 */
export async function renderEdit(deps: RenderDeps, fileId: FileId): Promise<void> {
  const file = await findFile(deps, fileId)
  if (!file || file.editNumber === 0 || file.editNumber === file.shownEdit) return
  const { spaceId, editNumber: number } = file
  let size = { width: 0, height: 0 }
  for (const name of renditionNames) {
    const { bytes, ...made } = await makeEdited(deps, file, number, name)
    const key = renditionKey(spaceId, fileId, name, number)
    await deps.bucket.put(key, bytes, { httpMetadata: { contentType: renditionMimeType } })
    size = made
  }
  await showEdit(deps.db, fileId, { number, ...size, now: deps.now() })
  await deps.announce(spaceId, { type: 'files.changed', fileIds: [fileId] })
  const others = (await editNumbersOf(deps.db, [fileId])).filter(
    (edit) => edit.number !== number && edit.number !== file.shownEdit,
  )
  deps.defer(deps.bucket.delete(keysOf(others)))
}

/** Where the renditions of everything that these files remember of edits lie. */
export async function editKeysOf(deps: Pick<Deps, 'db'>, fileIds: FileId[]): Promise<string[]> {
  return keysOf(await editNumbersOf(deps.db, fileIds))
}

function keysOf(edits: Awaited<ReturnType<typeof editNumbersOf>>): string[] {
  return edits.flatMap(({ spaceId, fileId, number }) =>
    renditionNames.map((name) => renditionKey(spaceId, fileId, name, number)),
  )
}
