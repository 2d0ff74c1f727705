import { duplicatesSchema } from '#contracts/duplicates'
import { makeDeps } from '../deps.ts'
import { groupWaitingFiles } from '../duplicates/group-files.ts'
import type { Env } from '../env.ts'
import { aUser, origin, request } from './harness.ts'
import { manyFiles } from './many-files.ts'

/** Pictures that look alike, put into groups and looked through. */
export async function duplicatesDay(bindings: Env): Promise<void> {
  const user = await aUser()
  for (const perceptualHash of ['0f1e2d3c4b5a6978', 'f0e1d2c3b4a59687']) {
    await manyFiles(user, 3, { perceptualHash, width: 4, height: 3 })
  }
  await groupWaitingFiles(makeDeps(bindings, { test: true }, () => {}))
  const headers = { Cookie: user.cookie, Origin: origin, 'Content-Type': 'application/json' }
  const first = await request('/api/duplicates?limit=1', { headers }, bindings)
  const { items, nextCursor } = duplicatesSchema.parse(await first.json())
  await request(`/api/duplicates?limit=1&cursor=${nextCursor}`, { headers }, bindings)
  const [group] = items
  const body = JSON.stringify({ fileIds: group?.files.map(({ id }) => id), areDistinct: true })
  await request(`/api/duplicates/${group?.id}`, { method: 'PUT', headers, body }, bindings)
}
