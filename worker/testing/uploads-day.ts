import { createHash } from 'node:crypto'
import type { Env } from '../env.ts'
import { aUser, origin, request } from './harness.ts'
import { jpegLike } from './pictures.ts'
import { tusClient } from './tus.ts'

/** All that is done with resumable uploads: ended well, twice, on purpose, and by the sweep. */
export async function uploadsDay(bindings: Env): Promise<void> {
  const user = await aUser()
  const tus = tusClient(user, bindings)
  const bytes = new Uint8Array(jpegLike('of the uploads'))
  const path = await tus.create(bytes.length)
  await bindings.DB.prepare('update uploads set expires_at = expires_at - 7200000 where id = ?')
    .bind(path.split('/').at(-1))
    .run()
  await tus.patch(path, 0, bytes.slice(0, 5))
  await tus.offset(path)
  await tus.patch(path, 5, bytes.slice(5))
  await tus.offset(path)
  await tus.patch(await tus.create(bytes.length), 0, bytes)
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  const headers = { Cookie: user.cookie, Origin: origin, 'Content-Type': 'application/json' }
  const body = JSON.stringify({ sha256, sizeBytes: bytes.length })
  const known = await request('/api/uploads/known', { method: 'POST', headers, body }, bindings)
  if (known.status !== 200) throw new Error(`the known bytes answered ${known.status}`)
  await tus.call('DELETE', await tus.create(10))
  const forgotten = await tus.create(10)
  const id = forgotten.split('/').at(-1)
  await bindings.DB.prepare('update uploads set expires_at = 1 where id = ?').bind(id).run()
}
