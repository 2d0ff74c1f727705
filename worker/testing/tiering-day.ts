import { env } from 'cloudflare:workers'
import { makeDb } from '../db/client.ts'
import type { Env } from '../env.ts'
import {
  coolDown,
  forgetOtherMarks,
  hotOriginals,
  leaveLedger,
  longestUnseen,
  markedBefore,
  markToLeave,
  noteCleared,
  noteRead,
  objectsToClear,
  patternsOfVault,
  returnToLedger,
} from '../tiering/queries.ts'
import { filesWaitedFor, noteReady } from '../tiering/wait-queries.ts'
import { aUser, request } from './harness.ts'
import { jpegLike } from './pictures.ts'

/** Everything that is asked while originals leave R2, are waited for and come back. */
export async function tieringDay(bindings: Env): Promise<void> {
  const user = await aUser()
  const sent = await user.upload(jpegLike(`tiering day ${user.userId}`))
  const { file } = (await sent.json()) as { file: { id: string } }
  const headers = { Cookie: user.cookie, Origin: 'https://vault.test' }
  for (const [method, path] of [
    ['POST', `/api/files/${file.id}/wait`],
    ['GET', '/api/waits'],
    ['DELETE', `/api/files/${file.id}/wait`],
    ['POST', `/api/files/${file.id}/wait`],
  ]) {
    await request(`${path}`, { headers, ...(method !== undefined && { method }) }, bindings)
  }
  const db = makeDb(bindings.DB)
  const now = Date.now()
  for (const { fileId, spaceId } of await filesWaitedFor(db, 20)) {
    await noteReady(db, { fileId, spaceId, now })
  }
  await env.DB.prepare(`update jobs set state = 'done' where space_id = ?`).bind(user.spaceId).run()
  await patternsOfVault(db)
  const [original] = await longestUnseen(db, 'r2', '', 10)
  if (!original) throw new Error('an upload lies in R2')
  const { id, wants } = original
  await markToLeave(db, [id], now)
  await markedBefore(db, [id], now)
  await forgetOtherMarks(db, [id])
  const rule = { copies: 0, allowed: [], readSince: 0, heardSince: 0, now }
  await leaveLedger(db, id, { wants, ...rule })
  await objectsToClear(db, 10)
  await noteCleared(db, [id])
  await noteRead(db, id, { isFromHome: true, now, dayMs: 86_400_000 })
  await hotOriginals(db, 1, 5)
  await coolDown(db, id)
  await returnToLedger(db, id, now)
}
