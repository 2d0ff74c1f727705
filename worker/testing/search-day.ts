import { folderViewSchema } from '#contracts/folders'
import type { Env } from '../env.ts'
import { aUser, origin, request } from './harness.ts'
import { manyFiles } from './many-files.ts'

/** Words, filters, both, in a folder, and in what others share. */
export async function searchDay(bindings: Env): Promise<void> {
  const user = await aUser()
  const owner = await aUser()
  await manyFiles(user, 5)
  const headers = { Origin: origin, 'Content-Type': 'application/json' }
  const make = async (path: string, body: object) =>
    await request(
      path,
      { method: 'POST', headers: { ...headers, Cookie: owner.cookie }, body: JSON.stringify(body) },
      bindings,
    )
  const folder = folderViewSchema.parse(await (await make('/api/folders', { name: 'Far' })).json())
  const grant = { username: user.username, permission: 'view' }
  await make(`/api/folders/${folder.id}/grants`, grant)
  for (const q of ['picture', 'animal nowhere', '-picture', 'type:photo is:favorite after:2001']) {
    for (const more of ['', `&folder=${folder.id}`, `&space=${user.spaceId}`]) {
      const path = `/api/search?q=${encodeURIComponent(q)}${more}`
      await request(path, { headers: { Cookie: user.cookie } }, bindings)
    }
  }
}
