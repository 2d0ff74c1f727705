import type { SpaceId } from '#contracts/ids'
import type { ChangedTags } from '#contracts/tags'
import type { Deps } from '../deps.ts'
import { AppError } from '../errors.ts'
import { type Actor, actorIdOf, membershipIn } from '../spaces/access.ts'
import { countTagged, putAliases } from './change-queries.ts'
import { moveTags } from './move-tags.ts'
import { countWithTag } from './queries.ts'

type ChangeDeps = Pick<Deps, 'db' | 'now' | 'log' | 'audit' | 'announce' | 'defer'>

/** What is done before the answer; the rest follows while nobody waits. */
const filesAtOnce = 1_000
const filesLater = 10_000

/**
 * Renames a tag in a whole space, for engines' later results too. Throws `conflict` where the name is
 * taken: that is a merge, which has no way back.
 */
export async function renameTag(
  deps: ChangeDeps,
  actor: Actor,
  tag: string,
  { name, space = actor.homeSpaceId }: { name: string; space?: SpaceId | undefined },
): Promise<ChangedTags> {
  membershipIn(actor, space, 'editor')
  const [before, there] = await Promise.all([
    countWithTag(deps.db, { spaceId: space, tag }),
    countWithTag(deps.db, { spaceId: space, tag: name }),
  ])
  if (before === 0) throw new AppError('not_found', 'There is no such tag.')
  if (name === tag) return { files: before, filesLeft: 0 }
  if (there > 0) throw new AppError('conflict', `There is a tag “${name}” already. Merge them.`)
  return await change(deps, actor, { spaceId: space, tags: [tag], into: name })
}

/** Makes one tag of several in a whole space, for engines' later results too. There is no way back. */
export async function mergeTags(
  deps: ChangeDeps,
  actor: Actor,
  merge: { tags: string[]; into: string; space?: SpaceId | undefined },
): Promise<ChangedTags> {
  const { into, space = actor.homeSpaceId } = merge
  membershipIn(actor, space, 'editor')
  const tags = [...new Set(merge.tags)].filter((tag) => tag !== into)
  if (tags.length === 0) {
    throw new AppError('validation_failed', 'Name at least one tag to merge into another.')
  }
  return await change(deps, actor, { spaceId: space, tags, into })
}

/** Takes tags off every file of a space; engines say them there no more. People still may. */
export async function deleteTags(
  deps: ChangeDeps,
  actor: Actor,
  { tags, space = actor.homeSpaceId }: { tags: string[]; space?: SpaceId | undefined },
): Promise<ChangedTags> {
  membershipIn(actor, space, 'editor')
  return await change(deps, actor, { spaceId: space, tags: [...new Set(tags)], into: null })
}

async function change(
  deps: ChangeDeps,
  actor: Actor,
  tagsInto: { spaceId: SpaceId; tags: string[]; into: string | null },
): Promise<ChangedTags> {
  const { spaceId, tags, into } = tagsInto
  const files = await countTagged(deps.db, spaceId, tags)
  await putAliases(deps.db, tagsInto, deps.now())
  const moves = tags.map((tag) => ({ spaceId, tag }))
  await moveTags(deps, moves, filesAtOnce)
  const filesLeft = await countTagged(deps.db, spaceId, tags)
  if (filesLeft > 0) deps.defer(moveTags(deps, moves, filesLater))
  const action = into === null ? 'tags.deleted' : 'tags.merged'
  const actorId = actorIdOf(actor)
  // How many, and not which: a label may say as much as a file's name.
  const details = { tags: tags.length, files }
  deps.audit.record({ chain: spaceId, action, actorId, subjectId: null, details })
  deps.log.info(action, { spaceId, ...details })
  return { files, filesLeft }
}
