import { type CopyView, type FileDetail, fileDetailSchema } from '#contracts/files'
import type { FileId } from '#contracts/ids'
import type { FileMetadata } from '#contracts/metadata'
import type { Deps } from '../deps.ts'
import { foundIn } from '../indexing/record-found.ts'
import { ledgerOf } from '../mirror/ledger-of.ts'
import type { Actor } from '../spaces/access.ts'
import { toFileViews } from './file-view.ts'
import { requireFile } from './find-file.ts'
import { findMetadata } from './metadata-queries.ts'
import { adderOf, tagsOf } from './queries.ts'
import { publicFileOf } from './set-visibility.ts'

/** A file with its tags and what else engines found in it, its metadata and where its original lies. */
export async function fileDetail(
  deps: Pick<Deps, 'db' | 'now' | 'config'>,
  actor: Actor,
  id: FileId,
  host: string,
): Promise<FileDetail> {
  const file = await requireFile(deps, actor, id, 'viewer')
  const [[view], tags, found, ledger, metadata, addedBy, publicFile] = await Promise.all([
    toFileViews(deps, [file], { host, userId: actor.userId }),
    tagsOf(deps.db, id),
    foundIn(deps, id),
    ledgerOf(deps, file.originalId),
    findMetadata(deps.db, id),
    adderOf(deps.db, id),
    publicFileOf(deps, actor, file),
  ])
  return fileDetailSchema.parse({
    ...view,
    tags,
    found,
    copies: copyViews(ledger),
    keeping: ledger.keeping,
    metadata,
    addedBy,
    publicFile,
  })
}

/** What is true of a file and was read or written, whoever asks: access is for the caller to decide. */
export async function metadataOf(deps: Pick<Deps, 'db'>, id: FileId): Promise<FileMetadata> {
  return await findMetadata(deps.db, id)
}

function copyViews({ places }: Awaited<ReturnType<typeof ledgerOf>>): CopyView[] {
  return places.map(({ place, name, copy, isWanted }) => ({
    place,
    name,
    state: copy?.state ?? (isWanted ? 'waiting' : 'unwanted'),
    verifiedAt: copy?.verifiedAt == null ? null : new Date(copy.verifiedAt).toISOString(),
  }))
}
