import { generationListSchema } from '#contracts/generations'
import type { CanvasId, GenerationId, UserId } from '#contracts/ids'
import { type Db, makeDb } from '../db/client.ts'
import { encodeTimeCursor } from '../db/time-cursor.ts'
import type { Env } from '../env.ts'
import { newId } from '../ids.ts'
import {
  canvasesWithOldRuns,
  claimGeneration,
  deleteGenerations,
  expiredGenerations,
  generationsOfSpace,
  keepGenerations,
  nextCanvasOf,
  noteTicket,
  openOfCanvas,
  readGeneration,
  settleGeneration,
} from '../studio/generations/queries.ts'
import { aUser, origin, request } from './harness.ts'
import { aCanvas, aPrompt, askFor, ended } from './studio.ts'

/** Pictures are asked for, made, cancelled and looked at again. */
export async function studioDay(bindings: Env): Promise<void> {
  const user = await aUser()
  const canvas = await aCanvas(user)
  const call = async (method: string, path: string, body?: object) => {
    const headers = { Cookie: user.cookie, Origin: origin, 'Content-Type': 'application/json' }
    const init = { method, headers, ...(body && { body: JSON.stringify(body) }) }
    return await request(path, init, bindings)
  }
  const ids = { id: newId('generation', Date.now()), tile: newId('tile', Date.now()) }
  const body = { ...ids, stage: 'full', prompt: aPrompt('a day [wait:300]') }
  await call('POST', `/api/canvases/${canvas}/generations`, body)
  await call('POST', `/api/canvases/${canvas}/generations`, body)
  await call('GET', `/api/generations/${ids.id}`)
  await call('GET', `/api/generations?ids=${ids.id}`)
  await call('GET', `/api/canvases/${canvas}/generations`)
  await call('GET', `/api/canvases/${canvas}/generations?tile=${ids.tile}&cursor=${ids.id}`)
  await call('GET', '/api/studio/budget')
  await call('DELETE', `/api/generations/${ids.id}`)
  const { id } = await ended(user, await askFor(user, canvas, aPrompt('at the end of the day')))
  await call('PUT', `/api/generations/${id}/favorite`)
  const favorites = await call('GET', '/api/studio/favorites?limit=1')
  const { nextCursor } = generationListSchema.parse(await favorites.json())
  await call(
    'GET',
    `/api/studio/favorites?cursor=${nextCursor ?? encodeTimeCursor({ timeMs: 1, id })}`,
  )
  await call('POST', `/api/generations/${id}/keep`, {})
  await call('POST', `/api/generations/${id}/replay`, { id: newId('generation', Date.now()) })
  await call('DELETE', `/api/generations/${id}/favorite`)
  await laneDay(makeDb(bindings.DB), canvas, user.userId, id)
}

/** What the lane of a canvas asks: its object has the database itself, where nobody watches. */
async function laneDay(db: Db, canvas: CanvasId, userId: UserId, id: GenerationId) {
  await readGeneration(db, id)
  await openOfCanvas(db, canvas, 'queued', 10)
  await claimGeneration(db, { id, userId }, 2)
  await noteTicket(db, id, 'a ticket')
  const none = { reason: null, mimeType: null, width: null, height: null }
  await settleGeneration(db, id, { ...none, state: 'done', cost: 'reserved', now: Date.now() })
  await nextCanvasOf(db, userId)
  await canvasesWithOldRuns(db, Date.now(), 10)
  await expiredGenerations(db, Date.now(), 10)
  await keepGenerations(db, [id], Date.now())
  const { spaceId } = (await readGeneration(db, id)) ?? {}
  if (spaceId) await generationsOfSpace(db, spaceId, 10)
  await deleteGenerations(db, [id])
}
