import type { EditView } from '#contracts/edits'
import type { FileId } from '#contracts/ids'
import type { Deps } from '../../deps.ts'
import { AppError } from '../../errors.ts'
import { type FoundFile, requireFile } from '../../files/find-file.ts'
import { newId } from '../../ids.ts'
import { currentGeneration } from '../../media/generation.ts'
import { mediaExpiry, signMediaPath } from '../../media/media-url.ts'
import type { Actor } from '../../spaces/access.ts'
import { prepareTransform } from '../open-transform.ts'
import { printDraft } from '../print-draft.ts'
import { parseEdit } from './parse-edit.ts'
import { dropEdit, editsOf, renderingOf, saveEdit } from './queries.ts'

type EditDeps = Pick<Deps, 'db' | 'now' | 'log' | 'defer' | 'announce' | 'jobsQueue' | 'config'>

/**
 * Edits a picture: what it is to look like is noted, and its pictures are made by a job. The original,
 * its copies and the quota stay as they are. Throws `not_found`, `forbidden` below editor, and
 * `validation_failed` for what cannot be made of it.
 */
export async function editFile(
  deps: EditDeps,
  actor: Actor,
  fileId: FileId,
  query: string,
): Promise<void> {
  const file = await requireEditable(deps, actor, fileId)
  const draft = parseEdit(query)
  const asked = { ...draft, output: { ofOriginal: true as const } }
  const { overlays } = await prepareTransform(deps, actor, file, asked, '')
  // Whoever sees the picture sees what is drawn over it, too.
  if (overlays.some(({ spaceId }) => spaceId !== file.spaceId)) {
    throw new AppError('validation_failed', '“watermark” names a picture of another space.')
  }
  const written = new URLSearchParams(printDraft(draft).map(([name, value]) => [name, value]))
  const jobId = newId('job', deps.now())
  await saveEdit(deps.db, {
    ...{ fileId, query: written.toString(), createdBy: actor.userId, jobId, now: deps.now() },
  })
  deps.log.info('file.edited', { fileId, steps: draft.steps.length })
  deps.defer(deps.jobsQueue.send({ jobId }))
  deps.defer(deps.announce(file.spaceId, { type: 'files.changed', fileIds: [fileId] }))
}

/** Shows a picture as it came; its edits are remembered. Throws as `editFile` does. */
export async function revertFile(deps: EditDeps, actor: Actor, fileId: FileId): Promise<void> {
  const file = await requireEditable(deps, actor, fileId)
  if (!(await dropEdit(deps.db, fileId, deps.now()))) return
  deps.log.info('file.reverted', { fileId })
  deps.defer(deps.announce(file.spaceId, { type: 'files.changed', fileIds: [fileId] }))
}

async function requireEditable(deps: EditDeps, actor: Actor, id: FileId): Promise<FoundFile> {
  const file = await requireFile(deps, actor, id, 'editor')
  if (file.trashedAt !== null) {
    throw new AppError('conflict', 'This picture is in trash. Take it out to edit it.')
  }
  if (file.kind === 'image' && file.preview !== 'none') return file
  throw new AppError('validation_failed', 'Only pictures that have a preview can be edited.')
}

/** What is known of a picture's edits, for whoever may see it. Throws `not_found`. */
export async function readEdit(
  deps: Pick<Deps, 'db' | 'now' | 'config'>,
  actor: Actor,
  fileId: FileId,
  host: string,
): Promise<EditView> {
  const file = await requireFile(deps, actor, fileId, 'viewer')
  const [edits, job, generation] = await Promise.all([
    editsOf(deps.db, fileId),
    renderingOf(deps.db, fileId),
    currentGeneration(deps, file.spaceId),
  ])
  const target = { spaceId: file.spaceId, fileId, rendition: '1600' as const, edit: 0 }
  const until = { generation: generation ?? 0, expiresAtSeconds: mediaExpiry(deps.now()) }
  const previewUrl = signMediaPath(deps.config.mediaKeys, host, { ...target, ...until })
  return {
    ...stateOf(file, job),
    query: edits.find(({ number }) => number === file.editNumber)?.query ?? null,
    original: {
      ...{ width: file.width, height: file.height },
      previewUrl: file.preview === 'ready' ? previewUrl : null,
    },
    history: edits.map((edit) => ({ ...edit, createdAt: new Date(edit.createdAt).toISOString() })),
  }
}

function stateOf(
  file: FoundFile,
  job: Awaited<ReturnType<typeof renderingOf>>,
): Pick<EditView, 'state' | 'note'> {
  if (file.editNumber === 0) return { state: 'none', note: null }
  if (file.editNumber === file.shownEdit) return { state: 'ready', note: null }
  return { state: job?.state === 'failed' ? 'failed' : 'waiting', note: job?.note ?? null }
}
