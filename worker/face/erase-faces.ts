import type { ExampleId, SpaceId, SubjectId } from '#contracts/ids'
import type { ErasedStore, Receipt } from '#contracts/receipt'
import type { Deps } from '../deps.ts'
import { AppError } from '../errors.ts'
import { newId } from '../ids.ts'
import { type Actor, actorIdOf } from '../spaces/access.ts'
import { moveSpaceToTrash } from '../spaces/change-space.ts'
import { withdrawConsent } from './consent.ts'
import { removeCrops } from './crops.ts'
import {
  deleteEmptySubjects,
  deleteExamples,
  deleteOrganization,
  deleteSubject,
  exampleIdsOf,
  insertErasure,
  oldestExampleIds,
} from './erase-queries.ts'
import { countFaces, findOrganization, type OrganizationRow } from './organization-queries.ts'
import { signReceipt } from './sign-receipt.ts'
import { requireSubject } from './subjects.ts'

export type EraseDeps = Pick<
  Deps,
  'db' | 'now' | 'audit' | 'config' | 'bucket' | 'faceSpace' | 'spaceRoom' | 'defer'
>

/** Stores that never hold a registered face, said so that nobody has to ask. */
const neverThere: ErasedStore[] = [
  store('home node', 0, 0, 'It looks at pictures while it is asked and keeps nothing of them.'),
  store('sidecars', 0, 0, 'Registered faces are in none.'),
  store('snapshots', 0, 0, 'Registered faces are in none, on no disk.'),
]

const databaseNote =
  'Cloudflare can set a database back for up to 30 days; nobody else has what it held.'

/**
 * Erases a subject with all examples, and says with a signature what was where. Throws `not_found`.
 */
export async function eraseSubject(
  deps: EraseDeps,
  actor: Actor,
  organization: OrganizationRow,
  subjectId: SubjectId,
): Promise<Receipt> {
  const { spaceId } = organization
  await requireSubject(deps, spaceId, subjectId)
  const vectorsBefore = await countVectors(deps, organization, subjectId)
  let [rows, crops] = [1, 0]
  for (;;) {
    const ids = await exampleIdsOf(deps.db, subjectId)
    if (ids.length === 0) break
    rows += await deleteExamples(deps.db, spaceId, ids)
    crops += await removeCrops(deps, spaceId, ids)
  }
  await deleteSubject(deps.db, spaceId, subjectId)
  const now = await findOrganization(deps.db, spaceId)
  const vectorsAfter = now ? await countVectors(deps, now, subjectId) : 0
  const rowsAfter = (await exampleIdsOf(deps.db, subjectId)).length
  return await giveReceipt(deps, actorIdOf(actor), spaceId, subjectId, [
    store('vectors', vectorsBefore, vectorsAfter, 'In memory only, and read again without it.'),
    store('database', rows, rowsAfter, databaseNote),
    store('crops', crops, 0, 'Encrypted pictures of the face.'),
  ])
}

/** Removes one example. Throws `not_found`. */
export async function eraseExample(
  deps: EraseDeps,
  actor: Actor,
  { spaceId }: OrganizationRow,
  exampleId: ExampleId,
): Promise<void> {
  if ((await deleteExamples(deps.db, spaceId, [exampleId])) === 0) {
    throw new AppError('not_found', 'There is no such example.')
  }
  await removeCrops(deps, spaceId, [exampleId])
  const actorId = actorIdOf(actor)
  const subject = { actorId, subjectId: exampleId }
  deps.audit.record({ chain: spaceId, action: 'subject.erased', ...subject })
}

/**
 * Erases everybody whom an organization knows, its key and its name, and moves its space to trash
 * where the actor owns it.
 */
export async function eraseOrganization(
  deps: EraseDeps,
  actor: Actor,
  organization: OrganizationRow,
): Promise<Receipt> {
  const { spaceId } = organization
  await withdrawConsent(deps, actor, spaceId)
  const receipt = await eraseAll(deps, actorIdOf(actor), organization)
  if (actor.memberships.get(spaceId)?.ownerId === actor.userId) {
    await moveSpaceToTrash(deps, actor, spaceId)
  }
  return receipt
}

/** The same without anybody who asked: for spaces that are purged. */
export async function eraseAll(
  deps: EraseDeps,
  erasedBy: string,
  organization: Pick<OrganizationRow, 'spaceId'>,
): Promise<Receipt> {
  const { spaceId } = organization
  let [rows, left] = [1, 0]
  const { subjects, examples } = await countFaces(deps.db, spaceId)
  const vectors = await deps.faceSpace(spaceId).forget()
  for (;;) {
    const ids = await oldestExampleIds(deps.db, spaceId, null)
    if (ids.length === 0) break
    rows += await deleteExamples(deps.db, spaceId, ids)
  }
  for (;;) {
    const removed = await deleteEmptySubjects(deps.db, spaceId)
    if (removed === 0) break
    rows += removed
  }
  const after = await countFaces(deps.db, spaceId)
  left = after.subjects + after.examples
  await deleteOrganization(deps.db, spaceId)
  const crops = await removeCrops(deps, spaceId, null)
  const note = `${subjects} subjects, ${examples} examples and the key. ${databaseNote}`
  return await giveReceipt(deps, erasedBy, spaceId, null, [
    store(
      'vectors',
      Math.max(vectors, examples),
      await deps.faceSpace(spaceId).forget(),
      'In memory only.',
    ),
    store('database', rows, left, note),
    store('crops', crops, 0, 'Encrypted pictures of faces.'),
  ])
}

async function countVectors(deps: EraseDeps, organization: OrganizationRow, subjectId: SubjectId) {
  const { spaceId, sealedKey, changes, removals } = organization
  return await deps.faceSpace(spaceId).countOf({ spaceId, sealedKey, changes, removals }, subjectId)
}

async function giveReceipt(
  deps: EraseDeps,
  erasedBy: string,
  spaceId: SpaceId,
  subjectId: SubjectId | null,
  stores: ErasedStore[],
): Promise<Receipt> {
  const createdAt = deps.now()
  const id = newId('erasure', createdAt)
  const receipt = await signReceipt(deps.config, {
    ...{ format: 'cloudvault-erasure-1', id, organizationId: spaceId, subjectId, erasedBy },
    erasedAt: new Date(createdAt).toISOString(),
    stores: [...stores, ...neverThere],
  })
  const text = JSON.stringify(receipt)
  await insertErasure(deps.db, { id, spaceId, subjectId, receipt: text, createdAt })
  deps.audit.record({
    ...{ chain: spaceId, actorId: erasedBy, subjectId: subjectId ?? spaceId },
    action: subjectId === null ? 'organization.erased' : 'subject.erased',
    details: { receipt: id },
  })
  return receipt
}

function store(name: ErasedStore['store'], before: number, after: number, note: string) {
  return { store: name, before, after, note }
}
