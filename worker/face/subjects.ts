import type { ExampleView, SubjectView } from '#contracts/face-api'
import type { ExampleId, SpaceId, SubjectId } from '#contracts/ids'
import type { Deps } from '../deps.ts'
import { AppError } from '../errors.ts'
import { type Actor, actorIdOf } from '../spaces/access.ts'
import { openCrop } from './crops.ts'
import { openFaceKey } from './face-key.ts'
import type { OrganizationRow } from './organization-queries.ts'
import {
  examplesOf,
  findExample,
  findSubject,
  listSubjects,
  renameSubjectTo,
  type SubjectRow,
} from './subject-queries.ts'

/** Whom an organization knows, by name. The cursor is the name of the last. */
export async function subjectsOf(
  deps: Pick<Deps, 'db'>,
  { spaceId }: OrganizationRow,
  { limit, cursor }: { limit: number; cursor?: string | undefined },
) {
  const rows = await listSubjects(deps.db, spaceId, limit + 1, cursor)
  const items = rows.slice(0, limit).map(toSubjectView)
  return { items, nextCursor: rows.length > limit ? (items.at(-1)?.name ?? null) : null }
}

/** A subject of this organization. Throws `not_found`. */
export async function requireSubject(deps: Pick<Deps, 'db'>, spaceId: SpaceId, id: SubjectId) {
  const subject = await findSubject(deps.db, spaceId, id)
  if (!subject) throw new AppError('not_found', 'There is no such subject.')
  return subject
}

/** Throws `not_found`, and `name_taken`: two subjects are never made one by their name. */
export async function renameSubject(
  deps: Pick<Deps, 'db' | 'audit'>,
  actor: Actor,
  { spaceId }: OrganizationRow,
  id: SubjectId,
  name: string,
): Promise<SubjectView> {
  await requireSubject(deps, spaceId, id)
  if (!(await renameSubjectTo(deps.db, spaceId, id, name))) {
    throw new AppError('name_taken', 'There is a subject of this name already.')
  }
  const actorId = actorIdOf(actor)
  deps.audit.record({ chain: spaceId, action: 'subject.renamed', actorId, subjectId: id })
  return toSubjectView(await requireSubject(deps, spaceId, id))
}

/** By which faces a subject is known. */
export async function examplesOfSubject(
  deps: Pick<Deps, 'db'>,
  { spaceId }: OrganizationRow,
  id: SubjectId,
): Promise<ExampleView[]> {
  await requireSubject(deps, spaceId, id)
  const rows = await examplesOf(deps.db, spaceId, id)
  return rows.map(({ id: exampleId, subjectId, detector, embedder, ...row }) => ({
    ...{ id: exampleId, subjectId, detector, embedder },
    quality: row.quality / 100,
    hasPicture: row.cropBytes > 0,
    createdAt: new Date(row.createdAt).toISOString(),
  }))
}

/** The picture of an example, as WebP. Throws `not_found`. */
export async function pictureOfExample(
  deps: Pick<Deps, 'db' | 'bucket' | 'config'>,
  organization: OrganizationRow,
  id: ExampleId,
): Promise<Uint8Array<ArrayBuffer>> {
  const { spaceId } = organization
  if (!(await findExample(deps.db, spaceId, id))) {
    throw new AppError('not_found', 'There is no such example.')
  }
  return await openCrop(deps, openFaceKey(deps.config, organization), spaceId, id)
}

function toSubjectView({ id, name, examples, createdAt }: SubjectRow): SubjectView {
  return { id, name, examples, createdAt: new Date(createdAt).toISOString() }
}
