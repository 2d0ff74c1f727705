import { fileListSchema } from '#contracts/files'
import { mapSchema } from '#contracts/map'
import type { Env } from '../env.ts'
import { aUser, origin, request } from './harness.ts'
import { manyFiles } from './many-files.ts'

/** A look at the map, and at what lies in two of its cells. */
export async function mapDay(bindings: Env): Promise<void> {
  const user = await aUser()
  await manyFiles(user, 5, { latitude: 46.5, longitude: 6.6 })
  const get = async (path: string) =>
    await request(path, { headers: { Cookie: user.cookie, Origin: origin } }, bindings)
  for (const zoom of [3, 14]) {
    const answer = await get(`/api/map?bbox=6,46,7,47&zoom=${zoom}`)
    const [cluster] = mapSchema.parse(await answer.json()).clusters
    const path = `/api/map/files?limit=2&cell=${cluster?.cell}`
    const { nextCursor } = fileListSchema.parse(await (await get(path)).json())
    await get(`${path}&cursor=${nextCursor}`)
  }
  await get('/api/map/files?cell=16/33969/23158')
}
