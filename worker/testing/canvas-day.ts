import { env } from 'cloudflare:workers'
import { canvasViewSchema, type Tile } from '#contracts/canvas'
import { uploadOutcomeSchema } from '#contracts/files'
import { makeDb } from '../db/client.ts'
import type { Env } from '../env.ts'
import { newId } from '../ids.ts'
import { writeNote } from '../studio/canvases/write-note.ts'
import { aUser, origin, request } from './harness.ts'
import { jpegLike } from './pictures.ts'

/** What people do with canvases, and what their rooms tell of them, so that each statement is seen. */
export async function canvasDay(bindings: Env): Promise<void> {
  const user = await aUser()
  const call = async (method: string, path: string, body?: object) => {
    const headers = { Cookie: user.cookie, Origin: origin, 'Content-Type': 'application/json' }
    const init = { method, headers, ...(body && { body: JSON.stringify(body) }) }
    return await request(path, init, bindings)
  }
  const uploaded = await user.upload(jpegLike('a cover'), 'cover.jpg')
  const { file } = uploadOutcomeSchema.parse(await uploaded.json())
  const make = async () =>
    canvasViewSchema.parse(await (await call('POST', '/api/canvases', { name: 'A day' })).json())
  const { id } = await make()
  const tile: Tile = {
    ...{ id: newId('tile', Date.now()), kind: 'file', file: file.id, group: null },
    ...{ x: 0, y: 0, width: 100, height: 100, z: 1 },
  }
  const drawn: Tile = {
    ...{ id: newId('tile', Date.now()), kind: 'prompt', parent: null, group: null },
    ...{ x: 0, y: 0, width: 100, height: 100, z: 1, shown: newId('generation', Date.now()) },
    prompt: {
      ...{ text: 'A day', negative: null, model: null, width: 512, height: 512, seed: 1 },
      ...{ steps: null, references: [], strength: null, mask: null },
    },
  }
  await writeNote(
    { db: makeDb(bindings.DB) },
    id,
    new Map([tile, drawn].map((each) => [each.id, each])),
    Date.now(),
  )
  await make()
  const first = (await (await call('GET', '/api/canvases?limit=1')).json()) as {
    nextCursor: string
  }
  await call('GET', `/api/canvases?limit=1&cursor=${first.nextCursor}`)
  await call('PATCH', `/api/canvases/${id}`, { name: 'Another day' })
  await call('DELETE', `/api/canvases/${id}`)
  await call('GET', '/api/canvases?trashed=true')
  await call('POST', `/api/canvases/${id}/restore`)
  await call('DELETE', `/api/canvases/${id}`)
  // Long enough in trash for the sweep at the end of the day.
  await env.DB.prepare('update canvases set trashed_at = 1 where id = ?').bind(id).run()
}
