import { monthPageSchema } from '#contracts/timeline'
import type { Env } from '../env.ts'
import { aUser, origin, request } from './harness.ts'
import { manyFiles } from './many-files.ts'

/** What a grid asks for: the months, and pages of one of them. */
export async function timelineDay(bindings: Env): Promise<void> {
  const user = await aUser()
  await manyFiles(user, 30)
  const get = async (path: string) =>
    await request(path, { headers: { Cookie: user.cookie, Origin: origin } }, bindings)
  await get('/api/timeline')
  const path = '/api/timeline/2023-11?limit=10'
  const { nextCursor } = monthPageSchema.parse(await (await get(path)).json())
  await get(`${path}&cursor=${nextCursor}`)
}
