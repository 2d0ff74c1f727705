import { env } from 'cloudflare:workers'
import { uploadOutcomeSchema } from '#contracts/files'
import { originalIdSchema } from '#contracts/ids'
import { disks } from '../db/schema/home-nodes.ts'
import { makeDeps } from '../deps.ts'
import type { Env } from '../env.ts'
import { newId } from '../ids.ts'
import { answerHomeWaits } from '../tiering/home-waits.ts'
import { noteOriginalRead } from '../tiering/note-read.ts'
import { tierOriginals } from '../tiering/tier-originals.ts'
import { aUser, request } from './harness.ts'
import { aHomeNode } from './home-node.ts'
import { jpegLike } from './pictures.ts'

/** Everything that is asked while originals leave R2, are waited for and come back. */
export async function tieringDay(bindings: Env): Promise<void> {
  const [user, node] = [await aUser(), await aHomeNode()]
  const bytes = jpegLike(`tiering day ${user.userId}`)
  const { file } = uploadOutcomeSchema.parse(await (await user.upload(bytes)).json())
  const headers = { Cookie: user.cookie, Origin: 'https://vault.test' }
  for (const method of ['POST', 'DELETE', 'POST']) {
    await request(`/api/files/${file.id}/wait`, { method, headers }, bindings)
  }
  await request('/api/waits', { headers }, bindings)
  const deps = makeDeps({ ...bindings, R2_BUDGET_BYTES: '0' }, { test: true }, () => {})
  const atHome: typeof deps.homeOriginals = {
    stat: async (key) => ({ key, sizeBytes: bytes.length }),
    open: async () => ({
      ...{ sizeBytes: bytes.length, range: { start: 0, end: bytes.length - 1 } },
      body: new Blob([new Uint8Array(bytes)]).stream(),
    }),
  }
  const inMinutes = (minutes: number) => ({
    ...{ ...deps, homeOriginals: atHome },
    now: () => Date.now() + minutes * 60_000,
  })
  await answerHomeWaits(inMinutes(0))
  const found = await env.DB.prepare('select original_id from files where id = ?').bind(file.id)
  const originalId = originalIdSchema.parse(await found.first('original_id'))
  await env.DB.prepare(`update jobs set state = 'done' where space_id = ?`).bind(user.spaceId).run()
  for (const id of [newId('disk', Date.now()), newId('disk', Date.now())]) {
    await deps.db.insert(disks).values({
      ...{ id, homeNodeId: node.id, name: id, state: 'ok', reportedAt: Date.now() },
      ...{ totalBytes: 9e9, freeBytes: 8e9 },
    })
    await env.DB.prepare(`insert into copies values (?, ?, 'verified', ?, 1)`)
      .bind(originalId, id, Date.now())
      .run()
  }
  const policy = { copies: 2, diskIds: null, isInCloud: true }
  const init = { method: 'PUT', body: JSON.stringify(policy) }
  const json = { ...headers, 'Content-Type': 'application/json' }
  await request(`/api/spaces/${user.spaceId}/policy`, { ...init, headers: json }, bindings)
  await tierOriginals(inMinutes(0))
  await tierOriginals(inMinutes(3))
  for (let reads = 0; reads < 3; reads += 1) await noteOriginalRead(deps, { originalId }, true)
  await tierOriginals(inMinutes(4))
  if (!(await env.BUCKET.head(`o/${user.spaceId}/${originalId}`))) throw new Error('not back in R2')
  await env.DB.prepare('delete from copies where original_id = ? and place <> ?')
    .bind(originalId, 'r2')
    .run()
}
