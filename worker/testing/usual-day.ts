import { env } from 'cloudflare:workers'
import { uploadOutcomeSchema } from '#contracts/files'
import { frameHead } from '#contracts/frames'
import { leaseResponseSchema } from '#contracts/jobs'
import { makeDeps } from '../deps.ts'
import type { Env } from '../env.ts'
import { newId } from '../ids.ts'
import { sweep } from '../jobs/sweep.ts'
import { keptTables } from '../snapshots/tables.ts'
import { adminDay } from './admin-day.ts'
import { aKey } from './api-keys.ts'
import { auditDay } from './audit-day.ts'
import { canvasDay } from './canvas-day.ts'
import { captionsDay } from './captions-day.ts'
import { demoDay } from './demo-day.ts'
import { dropsDay } from './drops-day.ts'
import { duplicatesDay } from './duplicates-day.ts'
import { faceDay } from './face-day.ts'
import { foldersDay } from './folders-day.ts'
import { aUser, origin, request, type TestUser } from './harness.ts'
import { aHomeNode, type TestHomeNode } from './home-node.ts'
import { imageApiDay } from './image-api-day.ts'
import { indexingDay } from './indexing-day.ts'
import { manyFiles } from './many-files.ts'
import { mapDay } from './map-day.ts'
import { metadataDay } from './metadata-day.ts'
import { peopleDay } from './people-day.ts'
import { jpegLike } from './pictures.ts'
import { remarksDay } from './remarks-day.ts'
import { restoreDay } from './restore-day.ts'
import { searchDay } from './search-day.ts'
import { secondFactorDay } from './second-factor-day.ts'
import { sharesDay } from './shares-day.ts'
import { spacesDay } from './spaces-day.ts'
import { studioDay } from './studio-day.ts'
import { tieringDay } from './tiering-day.ts'
import { timelineDay } from './timeline-day.ts'
import { transformsDay } from './transforms-day.ts'
import { uploadsDay } from './uploads-day.ts'
import { vectorsDay } from './vectors-day.ts'
import { type WatchedStatement, watchDatabase } from './watched-database.ts'
import { webhooksDay } from './webhooks-day.ts'

/** Every statement of a day with as much of everything in it as the API takes. */
export async function statementsOfUsualDay(): Promise<WatchedStatement[]> {
  const { database, statements } = watchDatabase(env.DB)
  const bindings = { ...env, DB: database }
  const [user, node] = [await aUser(), await aHomeNode()]
  await userDay(user, bindings)
  await homeDay(node, bindings)
  await adminDay(bindings)
  await auditDay(bindings)
  await secondFactorDay(bindings)
  await foldersDay(bindings)
  await metadataDay(bindings)
  await timelineDay(bindings)
  await searchDay(bindings)
  await indexingDay(bindings)
  await captionsDay(bindings)
  await duplicatesDay(bindings)
  await vectorsDay(bindings)
  await mapDay(bindings)
  await sharesDay(bindings)
  await canvasDay(bindings)
  await remarksDay(bindings)
  await studioDay(bindings)
  await dropsDay(bindings)
  await imageApiDay(bindings)
  await webhooksDay(bindings)
  await peopleDay(bindings)
  // With renditions on the quota: their statements are those without, and more.
  const counting = { ...bindings, QUOTA_COUNTS_RENDITIONS: 'true' }
  await demoDay(await aUser({ isAdmin: true }), counting)
  await spacesDay(counting)
  await transformsDay(bindings)
  await transformsDay(counting)
  await uploadsDay(bindings)
  await restoreDay(bindings)
  await tieringDay(bindings)
  // Last: the home node that it brings along only knows faces.
  await faceDay(bindings)
  // The first empties what is due, the second ends it.
  for (const _ of [1, 2]) await sweep(makeDeps(counting, { test: true }, () => {}))
  return statements
}

async function userDay(user: TestUser, bindings: Env) {
  const call = async (method: string, path: string, body?: Uint8Array) => {
    const headers = {
      Cookie: user.cookie,
      Origin: origin,
      'Content-Length': `${body?.length ?? 0}`,
    }
    const init = { method, headers, ...(body && { body: new Uint8Array(body) }) }
    return await request(path, init, bindings)
  }
  await manyFiles(user, 250)
  const ids = await manyFiles(user, 100, { trashedAt: 1_700_000_100_000 })
  await call('GET', '/api/me')
  await call('GET', '/api/copies')
  for (const path of ['/api/files?limit=200', '/api/files?limit=99&trashed=true']) {
    const first = (await (await call('GET', path)).json()) as { nextCursor: string }
    await call('GET', `${path}&cursor=${first.nextCursor}`)
  }
  await call('GET', `/api/files?ids=${ids.join(',')}`)
  for (let index = 0; index < 3; index++) {
    const uploaded = await call('POST', '/api/files/upload?name=a.jpg', jpegLike(`day ${index}`))
    const { file } = uploadOutcomeSchema.parse(await uploaded.json())
    await call('POST', '/api/files/upload?name=a.jpg', jpegLike(`day ${index}`))
    await call('GET', `/api/files/${file.id}`)
    await (await call('GET', `/api/files/${file.id}/download`)).body?.cancel()
    await call('DELETE', `/api/files/${file.id}`)
    await call('POST', `/api/files/${file.id}/restore`)
  }
  await keyDay(user, bindings)
  await call('DELETE', '/api/session')
}

async function keyDay(user: TestUser, bindings: Env) {
  const { key, view, fetch } = await aKey(user, ['read'], { bindings })
  await fetch('/api/files', {}, bindings)
  await request(`/api/files?key=${key}`, {}, bindings)
  const path = `/api/spaces/${user.spaceId}/keys`
  const init = { headers: { Cookie: user.cookie, Origin: origin } }
  await request(path, init, bindings)
  await request(`${path}/${view.id}`, { ...init, method: 'DELETE' }, bindings)
}

async function homeDay(node: TestHomeNode, bindings: Env) {
  const call = async (method: string, target: string, body?: object) => {
    const bytes = body instanceof Uint8Array ? body : body && Buffer.from(JSON.stringify(body))
    const headers = await node.headers(method, target, bytes)
    return await request(
      origin + target,
      { method, headers, ...(bytes && { body: bytes }) },
      bindings,
    )
  }
  const diskIds = Array.from({ length: 32 }, () => newId('disk', Date.now()))
  const disks = diskIds.map((id) => ({ id, name: id, state: 'ok', totalBytes: 9, freeBytes: 9 }))
  await call('PUT', '/api/home/disks', { disks })
  await call('GET', '/api/home/changes?after=0&limit=1000')
  const { results } = await env.DB.prepare('select id, sha256 from originals limit 50').all()
  const copies = results.map(({ id: originalId, sha256 }, index) => {
    return { originalId, sha256, diskId: diskIds[index % 32], verifiedAtMs: Date.now() }
  })
  const ids = copies.slice(0, 32).map((copy) => copy.originalId)
  await (await call('POST', '/api/home/originals/batch', { ids })).arrayBuffer()
  await call('POST', '/api/home/copies', { copies })
  await call('GET', '/api/home/snapshot')
  for (const table of keptTables) await call('GET', `/api/home/snapshot/${table}`)
  const some = await env.DB.prepare('select id from files limit 500').all()
  await call('GET', '/api/home/library')
  await call('POST', '/api/home/library', { fileIds: some.results.map(({ id }) => id) })
  await call('POST', '/api/home/writings', { fileIds: some.results.map(({ id }) => id) })
  const leased = await call('POST', '/api/home/jobs/lease', { max: 50 })
  const [one, two] = leaseResponseSchema.parse(await leased.json()).jobs
  const tags = Array.from({ length: 100 }, (_, index) => {
    return { label: `colour ${index}`, probability: 0.5, engine: 'colours-1' }
  })
  const report = frameHead({
    ...{ preview: 'none', previewNote: 'x'.repeat(300), width: 1, height: 1, takenAt: null },
    ...{ camera: 'c'.repeat(200), thumbhash: 't'.repeat(100), renditions: [], tags },
  })
  await call('POST', `/api/home/jobs/${one?.id}/done`, report)
  await call('POST', `/api/home/jobs/${two?.id}/failed`, { note: 'It broke.', retryable: false })
}
