import { env } from 'cloudflare:workers'
import { frameHead } from '#contracts/frames'
import { finishedRestoreSchema } from '#contracts/restore'
import { makeDeps } from '../deps.ts'
import type { Env } from '../env.ts'
import { newId } from '../ids.ts'
import { lastDrill } from '../restore/drills.ts'
import { keptTables } from '../snapshots/tables.ts'
import { aUser, request } from './harness.ts'

/** A restore as its statements go: each table gets a row that it has, which changes nothing. */
export async function restoreDay(bindings: Env): Promise<void> {
  const call = async (method: string, path: string, body?: object | Uint8Array) => {
    const headers = new Headers({ Authorization: `Bearer opr_${bindings.OPERATOR_TOKEN}` })
    const isBytes = body instanceof Uint8Array
    if (body) headers.set('Content-Type', isBytes ? 'application/octet-stream' : 'application/json')
    const init = {
      method,
      headers,
      ...(body && { body: isBytes ? new Uint8Array(body) : JSON.stringify(body) }),
    }
    return await request(`/api/restore${path}`, init, bindings)
  }
  const diskId = newId('disk', Date.now())
  await call('POST', '', { diskId, snapshotAtMs: 1, pepperSha256: 'a'.repeat(64) })
  const user = await aUser()
  await user.upload(`restored ${diskId}`)
  // A vault that holds something is never restored: begun by hand.
  await env.DB.prepare('insert into restores (disk_id, snapshot_at, begun_at) values (?, 1, 1)')
    .bind(diskId)
    .run()
  for (const table of keptTables) {
    const row = await env.DB.prepare(`select * from ${table} limit 1`).first()
    if (!row || Object.values(row).some((value) => typeof value === 'object' && value !== null)) {
      continue
    }
    await call('POST', '/rows', { table, only: null, rows: [row] })
    if (table !== 'folders') continue
    const cover = await env.DB.prepare('select id from files limit 1').first<string>('id')
    await call('POST', '/rows', {
      ...{ table, only: 'cover_file_id' },
      rows: [{ ...row, cover_file_id: cover }],
    })
  }
  await call('GET', '/originals')
  const original = await env.DB.prepare('select id from originals where space_id = ? limit 1')
    .bind(user.spaceId)
    .first<string>('id')
  const bytes = new TextEncoder().encode(`restored ${diskId}`)
  const head = frameHead({ originalId: original, sizeBytes: bytes.length })
  await call('POST', '/originals', Buffer.concat([head, bytes]))
  const drill = { disk: '8tb', snapshotAtMs: 1, tookMs: 1, rows: 1, originals: 1, wrong: 0 }
  await call('POST', '/drills', drill)
  await lastDrill(makeDeps(bindings, { test: true }, () => {}))
  await call('POST', '/lost', { originalIds: [newId('original', 1)] })
  let next: unknown = null
  do {
    const answer = await call('POST', '/finish', { after: next })
    next = finishedRestoreSchema.parse(await answer.json()).next
  } while (next !== null)
}
