import type { FileId, FolderId, ShareId, SpaceId } from '#contracts/ids'
import {
  type ChangeShare,
  type MakeShare,
  maxShareFiles,
  type ShareView,
  type Slug,
} from '#contracts/shares'
import { hashPassword } from '../accounts/password.ts'
import type { Deps } from '../deps.ts'
import { AppError, noSuchFile } from '../errors.ts'
import { readableFiles } from '../files/find-file.ts'
import { requireFolder } from '../folders/find-folder.ts'
import { newId } from '../ids.ts'
import { type Actor, actorIdOf, membershipIn } from '../spaces/access.ts'
import {
  filesBelow,
  filesOfAlbum,
  findOwned,
  insertShare,
  isSlugTaken,
  listShares,
  newestFirst,
  type OwnerRow,
  updateShare,
} from './queries.ts'
import { toShareView } from './share-view.ts'
import { newSlug } from './slug.ts'

export type ManageDeps = Pick<Deps, 'config' | 'db' | 'now' | 'audit'>

/** The links of all spaces that the actor administers, the latest first. */
export async function sharesOf(deps: ManageDeps, actor: Actor): Promise<ShareView[]> {
  const spaces = [...actor.memberships.values()].filter(({ role }) => role === 'admin')
  const lists = await Promise.all(spaces.map(({ spaceId }) => listShares(deps.db, spaceId)))
  const rows = lists.flat().sort((a, b) => b.share.createdAt - a.share.createdAt)
  return rows.map((row) => toShareView(row, deps.now()))
}

/**
 * Makes a link. To show something to everybody takes an admin of its space, as making it public does.
 * Throws `not_found`, `forbidden`, `conflict` for files of several spaces or too many of them, and
 * `name_taken` for an address that is in use.
 */
export async function makeShare(
  deps: ManageDeps,
  actor: Actor,
  { of, slug, title, password, expiresInSeconds, ...policy }: MakeShare,
): Promise<ShareView> {
  const target = await targetOf(deps, actor, of)
  membershipIn(actor, target.spaceId, 'admin')
  if (slug !== undefined) await requireFree(deps, slug)
  const now = deps.now()
  const id = newId('share', now)
  const { fileIds, title: ownTitle, ...shown } = target
  const row = {
    ...policy,
    ...shown,
    ...{ id, slug: slug ?? newSlug(), title: title ?? ownTitle },
    passwordHash: password === null ? null : hashPassword(password, deps.config.passwordPepper),
    expiresAt: expiresInSeconds === null ? null : now + expiresInSeconds * 1_000,
    ...{ createdBy: actor.userId, createdAt: now },
  }
  await insertShare(deps.db, row, fileIds)
  const made = await ownedShare(deps, actor, id)
  record(deps, actor, made, 'share.made')
  return toShareView(made, now)
}

/** Changes what a link allows, from the next request on. Throws as making one does. */
export async function changeShare(
  deps: ManageDeps,
  actor: Actor,
  id: ShareId,
  { password, expiresInSeconds, slug, ...change }: ChangeShare,
): Promise<ShareView> {
  const before = await ownedShare(deps, actor, id)
  if (slug !== undefined && slug !== before.share.slug) await requireFree(deps, slug)
  const now = deps.now()
  await updateShare(deps.db, id, {
    ...change,
    ...(slug !== undefined && { slug }),
    ...(password !== undefined && {
      passwordHash: password === null ? null : hashPassword(password, deps.config.passwordPepper),
    }),
    ...(expiresInSeconds !== undefined && {
      expiresAt: expiresInSeconds === null ? null : now + expiresInSeconds * 1_000,
    }),
    updatedAt: now,
  })
  const changed = await ownedShare(deps, actor, id)
  record(deps, actor, changed, 'share.changed')
  return toShareView(changed, now)
}

/** Ends a link, or takes that back; its pictures are gone everywhere within a minute. */
export async function setRevoked(
  deps: ManageDeps,
  actor: Actor,
  id: ShareId,
  isRevoked: boolean,
): Promise<ShareView> {
  const before = await ownedShare(deps, actor, id)
  const now = deps.now()
  if ((before.share.revokedAt !== null) === isRevoked) return toShareView(before, now)
  await updateShare(deps.db, id, { revokedAt: isRevoked ? now : null, updatedAt: now })
  const changed = await ownedShare(deps, actor, id)
  record(deps, actor, changed, isRevoked ? 'share.revoked' : 'share.restored')
  return toShareView(changed, now)
}

interface Target {
  spaceId: SpaceId
  kind: 'files' | 'folder' | 'search'
  folderId: FolderId | null
  query: string | null
  fileIds: FileId[]
  title: string
}

async function targetOf(deps: ManageDeps, actor: Actor, of: MakeShare['of']): Promise<Target> {
  const empty = { folderId: null, query: null, fileIds: [] }
  switch (of.kind) {
    case 'search': {
      membershipIn(actor, of.spaceId, 'viewer')
      return { ...empty, kind: 'search', spaceId: of.spaceId, query: of.query, title: of.query }
    }
    case 'folder': {
      const { id, spaceId, name, kind, path } = await requireFolder(
        deps,
        actor,
        of.folderId,
        'viewer',
      )
      // A guest of the folder is no member of its space, and says so as a stranger would.
      if (!actor.memberships.has(spaceId)) throw notYours()
      if (of.live) return { ...empty, kind: 'folder', spaceId, folderId: id, title: name }
      const fileIds =
        kind === 'album'
          ? await filesOfAlbum(deps.db, id)
          : await newestFirst(deps.db, await filesBelow(deps.db, spaceId, path))
      requireFew(fileIds)
      return { ...empty, kind: 'files', spaceId, fileIds, title: name }
    }
    case 'files': {
      const fileIds = [...new Set(of.fileIds)]
      const found = await readableFiles(deps, actor, fileIds)
      const [first] = found
      const isWhole = found.length === fileIds.length && found.every((f) => f.trashedAt === null)
      if (!first || !isWhole) throw noSuchFile()
      if (!actor.memberships.has(first.spaceId)) throw notYours()
      if (found.some(({ spaceId }) => spaceId !== first.spaceId)) {
        throw new AppError('conflict', 'A link shows files of one space. Make a link for each.')
      }
      const title = fileIds.length === 1 ? first.name : `${fileIds.length} files`
      return {
        ...empty,
        kind: 'files',
        spaceId: first.spaceId,
        fileIds,
        title: title.slice(0, 120),
      }
    }
  }
}

/** A link that the actor may change: they are an admin of its space. Others are told that there is none. */
async function ownedShare(deps: Pick<Deps, 'db'>, actor: Actor, id: ShareId): Promise<OwnerRow> {
  const row = await findOwned(deps.db, id)
  const role = row && actor.memberships.get(row.share.spaceId)?.role
  if (!row || role === undefined) throw new AppError('not_found', 'There is no such link.')
  if (role !== 'admin') throw new AppError('forbidden', 'Only admins of its space change a link.')
  return row
}

async function requireFree(deps: Pick<Deps, 'db'>, slug: Slug): Promise<void> {
  if (!(await isSlugTaken(deps.db, slug))) return
  throw new AppError('name_taken', `The address “${slug}” is taken. Choose another one.`)
}

function requireFew(fileIds: FileId[]): void {
  if (fileIds.length === 0) throw new AppError('conflict', 'There is nothing in it to share yet.')
  if (fileIds.length <= maxShareFiles) return
  const detail = `As it is now, a link holds at most ${maxShareFiles} files. Share the folder live.`
  throw new AppError('conflict', detail)
}

function notYours(): AppError {
  return new AppError('forbidden', 'Only who has it in a space of theirs makes a link to it.')
}

function record(
  deps: Pick<Deps, 'audit'>,
  actor: Actor,
  { share }: OwnerRow,
  action: 'share.made' | 'share.changed' | 'share.revoked' | 'share.restored',
) {
  const details = { kind: share.kind, hasPassword: share.passwordHash !== null }
  const actorId = actorIdOf(actor)
  deps.audit.record({ chain: share.spaceId, action, actorId, subjectId: share.id, details })
}
