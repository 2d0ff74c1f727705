import { env } from 'cloudflare:workers'
import { createHash } from 'node:crypto'
import { beforeAll, expect, inject, it } from 'vitest'
import { uploadOutcomeSchema } from '#contracts/files'
import { homeWaitsSchema } from '#contracts/home-waits'
import { problemSchema } from '#contracts/problem'
import { disks } from '../db/schema/home-nodes.ts'
import { makeDeps } from '../deps.ts'
import type { Env } from '../env.ts'
import { newId } from '../ids.ts'
import { aUser, request, testDeps } from '../testing/harness.ts'
import { jpegLike } from '../testing/pictures.ts'
import { withHomeAway, withRealHome } from '../testing/real-home.ts'
import { answerHomeWaits } from './home-waits.ts'
import { tierOriginals } from './tier-originals.ts'

const real = inject('realHomeNode')
const diskIds = [newId('disk', Date.now()), newId('disk', Date.now())]
let home: Env

beforeAll(async () => {
  home = await withRealHome({ ...env, R2_BUDGET_BYTES: '0' })
  const { db, now } = testDeps()
  for (const id of diskIds) {
    await db.insert(disks).values({
      ...{ id, homeNodeId: real.homeNodeId, name: id, state: 'ok' },
      ...{ totalBytes: 9e12, freeBytes: 8e12, reportedAt: now() },
    })
  }
})

/** A file of which the real home node has the bytes, with a verified copy on so many disks. */
async function aMirroredFile(which: number, copiesAtHome: number) {
  const user = await aUser()
  const { file } = uploadOutcomeSchema.parse(
    await (await user.upload(jpegLike(`tiering ${which} ${user.userId}`))).json(),
  )
  const lies = real.originals[which]
  const row = await env.DB.prepare('select original_id as id from files where id = ?')
    .bind(file.id)
    .first<{ id: string }>()
  const id = row?.id ?? ''
  await env.DB.batch([
    env.DB.prepare('update originals set sha256 = ?, size_bytes = ? where id = ?').bind(
      ...[lies?.sha256, lies?.sizeBytes, id],
    ),
    env.DB.prepare('update files set size_bytes = ? where id = ?').bind(lies?.sizeBytes, file.id),
    env.DB.prepare(`update jobs set state = 'done' where original_id = ?`).bind(id),
    ...diskIds
      .slice(0, copiesAtHome)
      .map((place) =>
        env.DB.prepare(`insert into copies values (?, ?, 'verified', ?, 1)`).bind(
          ...[id, place, Date.now()],
        ),
      ),
  ])
  const isInR2 = async () => (await env.BUCKET.head(`o/${user.spaceId}/${id}`)) !== null
  const download = (bindings: Env, headers = {}) =>
    request(
      `/api/files/${file.id}/download`,
      { headers: { Cookie: user.cookie, ...headers } },
      bindings,
    )
  return { user, file, id, lies, isInR2, download }
}

/** The sweep's step as it runs so many minutes from now. */
async function tierIn(minutes: number, bindings = home) {
  const deps = makeDeps(bindings, { test: true }, () => {})
  await tierOriginals({ ...deps, now: () => Date.now() + minutes * 60_000 })
}

const hashOf = (bytes: ArrayBuffer) =>
  createHash('sha256').update(new Uint8Array(bytes)).digest('hex')

it('an original leaves R2 on the second sighting, streams from home, and comes back when it is hot', async () => {
  const { user, file, lies, isInR2, download } = await aMirroredFile(2, 2)
  await tierIn(0, env)
  await tierIn(0)
  await tierIn(1)
  expect(await isInR2()).toBe(true)
  await tierIn(3)
  expect(await isInR2()).toBe(false)

  const away = await download(withHomeAway(home))
  expect(away.status).toBe(503)
  expect(problemSchema.parse(await away.json()).code).toBe('home_node_offline')
  const asked = { method: 'POST', headers: { Cookie: user.cookie, Origin: 'https://vault.test' } }
  expect((await request(`/api/files/${file.id}/wait`, asked)).status).toBe(204)
  const ready = async (bindings: Env) => {
    await answerHomeWaits(makeDeps(bindings, { test: true }, () => {}))
    const { items } = homeWaitsSchema.parse(await (await user.fetch('/api/waits')).json())
    return items.map(({ fileId, readyAt }) => [fileId, readyAt !== null])
  }
  expect(await ready(withHomeAway(home))).toEqual([[file.id, false]])
  expect(await ready(home)).toEqual([[file.id, true]])

  const part = await download(home, { Range: 'bytes=1-5' })
  expect([part.status, (await part.arrayBuffer()).byteLength]).toEqual([206, 5])
  for (let reads = 0; reads < 3; reads += 1) {
    const whole = await download(home)
    expect(whole.headers.get('ETag')).toContain(lies?.sha256)
    expect(hashOf(await whole.arrayBuffer())).toBe(lies?.sha256)
  }
  // Read before the home node went, it is still at the edge.
  expect((await download(withHomeAway(home), { Range: 'bytes=7-9' })).status).toBe(206)
  await tierIn(4)
  expect(await isInR2()).toBe(true)
})

it('what has too few proven copies at home at the very moment stays in R2', async () => {
  const [single, turnsBad, old] = [
    await aMirroredFile(1, 1),
    await aMirroredFile(1, 2),
    await aMirroredFile(1, 2),
  ]
  await tierIn(0)
  const change = (sql: string, id: string) =>
    env.DB.prepare(`update copies set ${sql} where original_id = ? and place = ?`)
      .bind(id, diskIds[0])
      .run()
  // The trigger on the ledger would show the first; the second only the re-check sees.
  await change(`state = 'bad'`, turnsBad.id)
  await change('verified_at = 1', old.id)
  await tierIn(3)
  for (const { isInR2 } of [single, turnsBad, old]) expect(await isInR2()).toBe(true)
  expect((await single.user.fetch(`/api/files/${single.file.id}`)).status).toBe(200)
})

it('what is wanted at home alone leaves R2 without a budget, with one copy where one is enough', async () => {
  const { user, isInR2 } = await aMirroredFile(0, 1)
  const policy = { copies: 1, diskIds: null, isInCloud: false }
  const init = { method: 'PUT', body: JSON.stringify(policy) }
  const headers = { 'Content-Type': 'application/json' }
  expect(
    (await user.fetch(`/api/spaces/${user.spaceId}/policy`, { ...init, headers })).status,
  ).toBe(200)
  const unlimited = { ...home, R2_BUDGET_BYTES: '' }
  await tierIn(0, unlimited)
  await tierIn(3, unlimited)
  expect(await isInR2()).toBe(false)
})
