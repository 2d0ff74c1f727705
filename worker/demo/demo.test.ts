import { env } from 'cloudflare:workers'
import { expect, it } from 'vitest'
import { demoStateSchema, demoWrittenSchema } from '#contracts/demo'
import { type FileView, fileListSchema } from '#contracts/files'
import { fileIdSchema } from '#contracts/ids'
import { timelineSchema } from '#contracts/timeline'
import { renditionKey } from '../originals/keys.ts'
import { aDemoGroup } from '../testing/demo-day.ts'
import { aUser, request, type TestUser } from '../testing/harness.ts'

async function listOf(user: TestUser): Promise<FileView[]> {
  return fileListSchema.parse(await (await user.fetch('/api/files?sort=name')).json()).items
}

const missing = fileIdSchema.parse('fil_00000000000000000000000000')

async function usedBytes(user: TestUser) {
  const row = env.DB.prepare('select used_bytes from users where id = ?').bind(user.userId)
  return await row.first<number>('used_bytes')
}

it('puts files where they belong, and is looked at like any other', async () => {
  const admin = await aUser({ isAdmin: true })
  const group = await aDemoGroup(admin, env, [{}, { takenAt: '2019-01-02T03:04:05' }])
  expect(demoWrittenSchema.parse(await (await group.send()).json())).toEqual({ written: 2 })
  const [one, two] = await listOf(admin)
  expect(one).toMatchObject({ name: 'demo-000000.jpg', isFavorite: true, rating: 3, width: 480 })
  const months = timelineSchema.parse(await (await admin.fetch('/api/timeline')).json())
  expect(months).toEqual({
    months: [
      ['2021-08', 1],
      ['2019-01', 1],
    ],
  })
  for (const file of [one, two]) {
    const small = await request(file?.thumbUrl ?? '')
    expect(new Uint8Array(await small.arrayBuffer())).toEqual(group.small)
    // One of them has it, the other borrows it: nothing here could make it.
    const large = await request(file?.largeUrl ?? '')
    expect(new Uint8Array(await large.arrayBuffer())).toEqual(group.large)
  }
  const third = await aDemoGroup(admin, env, [{ name: 'demo-000009.jpg' }])
  await third.send()
  const added = (await listOf(admin)).find(({ name }) => name === 'demo-000009.jpg')
  // Of three files with this original the first keeps it, the second was just looked at.
  const own = await env.BUCKET.head(renditionKey(admin.spaceId, added?.id ?? missing, '1600'))
  expect(own).toBeNull()
  const original = await admin.fetch(`/api/files/${one?.id}/download`)
  expect((await original.arrayBuffer()).byteLength).toBe(await usedBytes(admin))
})

it('leaves out what is there already, also when the same comes twice at once', async () => {
  const admin = await aUser({ isAdmin: true })
  const group = await aDemoGroup(admin, env, [{}, {}, {}])
  const answers = await Promise.all([group.send(), group.send(), group.send()])
  const written = await Promise.all(
    answers.map(async (answer) => demoWrittenSchema.parse(await answer.json()).written),
  )
  expect(written.reduce((sum, each) => sum + each, 0)).toBe(3)
  const before = await usedBytes(admin)
  expect(demoWrittenSchema.parse(await (await group.send()).json()).written).toBe(0)
  expect(await listOf(admin)).toHaveLength(3)
  expect((await aDemoGroup(admin, env, [{}])).originalId).toBe(group.originalId)
  expect(await usedBytes(admin)).toBe(before)
})

it('takes no original of another space, no bytes that the head does not list, and no strangers', async () => {
  const [admin, other] = [await aUser({ isAdmin: true }), await aUser({ isAdmin: true })]
  const { originalId } = await aDemoGroup(other, env, [{}])
  const stolen = await aDemoGroup(admin, env, [{}], { originalId })
  expect((await stolen.send()).status).toBe(400)
  const short = await aDemoGroup(admin, env, [{}], { smallBytes: 1 })
  expect((await short.send()).status).toBe(400)
  expect(await listOf(admin)).toEqual([])
  const user = await aUser()
  expect((await user.fetch(`/api/demo?space=${user.username}`)).status).toBe(404)
})

it('says which groups are there in full', async () => {
  const admin = await aUser({ isAdmin: true })
  const names = Array.from(
    { length: 100 },
    (_, at) => `demo-0007${String(at).padStart(2, '0')}.jpg`,
  )
  const group = await aDemoGroup(
    admin,
    env,
    names.map((name) => ({ name })),
  )
  await group.send()
  await (await aDemoGroup(admin, env, [{}])).send()
  const answer = await admin.fetch(`/api/demo?space=${admin.username}`)
  expect(demoStateSchema.parse(await answer.json()).groups).toEqual([7])
})
