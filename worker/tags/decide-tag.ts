import type { FileId } from '#contracts/ids'
import { maxHandTags, type TagDecision } from '#contracts/tags'
import { AppError } from '../errors.ts'
import { type FoundFile, requireFile } from '../files/find-file.ts'
import { announceFiles, type EditDeps, inTrash } from '../metadata/edit-files.ts'
import type { Actor } from '../spaces/access.ts'
import { confirmTag, removeTag, replaceHandTags, takeBackDecision } from './decision-queries.ts'

/** Makes these all the tags by hand of a file; those of engines stay. Throws as editing does. */
export async function setHandTags(
  deps: EditDeps,
  actor: Actor,
  id: FileId,
  tags: string[],
): Promise<void> {
  const file = await requireTaggable(deps, actor, id)
  await replaceHandTags(deps.db, id, [...new Set(tags)], deps.now())
  deps.log.info('file.tagged', { fileId: id, tags: tags.length })
  announceFiles(deps, [file])
}

/**
 * What somebody says about one tag of a file: confirmed, it is by hand from now on, and may be a new
 * one; removed, it goes, and engines do not bring it back. Removing what is not there changes nothing.
 * Throws as editing does, and `conflict` where there are tags enough.
 */
export async function decideTag(
  deps: EditDeps,
  actor: Actor,
  { id, tag }: { id: FileId; tag: string },
  decision: TagDecision,
): Promise<void> {
  const file = await requireTaggable(deps, actor, id)
  if (decision === 'removed') {
    await removeTag(deps.db, { id, tag }, deps.now())
  } else if (!(await confirmTag(deps.db, { id, tag }, deps.now()))) {
    throw new AppError('conflict', `A file has at most ${maxHandTags} tags by hand.`)
  }
  deps.log.info('file.tag_decided', { fileId: id, decision })
  announceFiles(deps, [file])
}

/**
 * Takes back what somebody said about a tag of a file: what was removed comes back as it was, and what
 * was confirmed or written by hand is what engines say again, or gone. Throws as editing does.
 */
export async function undecideTag(
  deps: EditDeps,
  actor: Actor,
  { id, tag }: { id: FileId; tag: string },
): Promise<void> {
  const file = await requireTaggable(deps, actor, id)
  await takeBackDecision(deps.db, { id, tag }, deps.now())
  deps.log.info('file.tag_decided', { fileId: id, decision: 'taken back' })
  announceFiles(deps, [file])
}

async function requireTaggable(deps: EditDeps, actor: Actor, id: FileId): Promise<FoundFile> {
  const file = await requireFile(deps, actor, id, 'editor')
  if (file.trashedAt !== null) throw inTrash()
  return file
}
