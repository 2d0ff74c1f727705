import { fileDetailSchema, uploadOutcomeSchema } from '#contracts/files'
import { type FileId, fileIdSchema, type SpaceId } from '#contracts/ids'
import { tagListSchema } from '#contracts/tags'
import { runBatch } from '../db/run-batch.ts'
import { makeDeps } from '../deps.ts'
import type { Env } from '../env.ts'
import { applyLabels } from '../tags/apply-labels.ts'
import { embeddingStatements } from '../vectors/store-embeddings.ts'
import { aUser, origin, request } from './harness.ts'

/** Everything that people write about files, so that each of its statements is seen. */
export async function metadataDay(bindings: Env): Promise<void> {
  const user = await aUser()
  const call = async (method: string, path: string, body?: object) => {
    const headers = { Cookie: user.cookie, Origin: origin, 'Content-Type': 'application/json' }
    const init = { method, headers, ...(body && { body: JSON.stringify(body) }) }
    return await request(path, init, bindings)
  }
  const fileIds: string[] = []
  for (const text of ['one to describe', 'another to describe']) {
    const uploaded = await user.upload(text)
    fileIds.push(uploadOutcomeSchema.parse(await uploaded.json()).file.id)
  }
  const [id] = fileIds
  const edit = {
    ...{ description: 'At the lake', takenAt: '2024-05-31T14:03:22', takenZone: 120, rating: 4 },
    ...{
      latitude: 46.5,
      longitude: 6.6,
      isArchived: true,
      visibility: 'public',
      publicShows: 'original',
    },
  }
  await call('PATCH', `/api/files/${id}`, { ...edit, name: 'Lake.jpg' })
  await call('POST', '/api/files/edit', { ...edit, fileIds, isArchived: false })
  const detail = fileDetailSchema.parse(await (await call('GET', `/api/files/${id}`)).json())
  await (await request(detail.publicFile?.path ?? '', {}, bindings)).body?.cancel()
  await call('PATCH', `/api/files/${id}`, { visibility: 'private' })
  await call('PUT', `/api/files/${id}/favorite`)
  await call('DELETE', `/api/files/${id}/favorite`)
  await call('POST', '/api/files/favorites', { fileIds, isFavorite: true })
  for (const fileId of fileIds) {
    await call('PUT', `/api/files/${fileId}/tags`, { tags: ['lake', 'summer'] })
  }
  const tags = tagListSchema.parse(await (await call('GET', '/api/tags?limit=1')).json())
  await call('GET', `/api/tags?limit=1&cursor=${tags.nextCursor}`)
  const page = await (await call('GET', '/api/tags/lake/files?limit=1')).json()
  const { nextCursor } = tagListSchema.pick({ nextCursor: true }).parse(page)
  await call('GET', `/api/tags/lake/files?limit=1&cursor=${nextCursor}`)
  await call('GET', '/api/tags/lake/files?limit=1&page=2')
  await call('GET', '/api/tags?limit=1&sort=files&q=l')
  await call('GET', `/api/tags?limit=1&sort=files&cursor=${tags.nextCursor}`)
  await call('PUT', `/api/files/${id}/tags/summer`, { decision: 'removed' })
  await call('DELETE', `/api/files/${id}/tags/summer`)
  await call('PUT', `/api/files/${id}/tags/beach`, { decision: 'confirmed' })
  await call('PUT', `/api/files/${id}/tags/beach`, { decision: 'removed' })
  await call('PATCH', '/api/tags/lake', { name: 'sea' })
  await call('POST', '/api/tags/merge', { tags: ['sea', 'beach'], into: 'coast' })
  await call('POST', '/api/tags/delete', { tags: ['coast'] })
  const labels = `/api/spaces/${user.spaceId}/labels`
  await call('GET', labels)
  const none = { removed: [], added: [], questions: [] }
  await call('PUT', labels, { ...none, version: 0 })
  await call('PUT', labels, { ...none, version: 1 })
  await labelDay(bindings, user.spaceId, fileIdSchema.parse(id))
}

/** Labels are put to a file by a model that sees one thing everywhere. */
async function labelDay(bindings: Env, spaceId: SpaceId, fileId: FileId): Promise<void> {
  const deps = makeDeps(bindings, { test: true }, () => {})
  const vector = Float32Array.of(1)
  const embedding = { model: 'day@1', atMs: null }
  const values = Buffer.from(vector.buffer).toString('base64')
  const stored = { fileId, spaceId, embeddings: [{ ...embedding, values }], now: deps.now() }
  await runBatch(deps.db, embeddingStatements(deps.db, stored))
  const embedText = async (texts: string[]) => ({
    ...{ model: embedding.model, vectors: texts.map(() => vector) },
  })
  const labelling = { ...deps, inference: { ...deps.inference, embedText } }
  for (const _ of [1, 2, 3]) await applyLabels(labelling)
}
