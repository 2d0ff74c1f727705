import { env } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import { uploadOutcomeSchema } from '#contracts/files'
import { problemSchema } from '#contracts/problem'
import { aUser, type TestUser } from '../testing/harness.ts'
import { jpegLike } from '../testing/pictures.ts'
import { aSharedSpace, callAs, uploadTo } from '../testing/spaces.ts'

async function storage(user: TestUser) {
  const row = await env.DB.prepare(
    'select used_bytes as used, reserved_bytes as reserved from users where id = ?',
  )
    .bind(user.userId)
    .first<{ used: number; reserved: number }>()
  if (!row) throw new Error('the user is gone')
  return row
}

/** What the originals of all spaces that a user owns take, counted one by one. */
async function counted(user: TestUser): Promise<number> {
  const row = await env.DB.prepare(
    `select coalesce(sum(size_bytes), 0) as bytes from originals
      where removed_at is null and space_id in (select id from spaces where owner_id = ?)`,
  )
    .bind(user.userId)
    .first<{ bytes: number }>()
  return row?.bytes ?? 0
}

/** A body of 20 to 20,000 bytes that nothing else has. */
function ofRandomSize(text: string): Uint8Array {
  return jpegLike(`${text} ${'.'.repeat(Math.floor(Math.random() * 20_000))}`)
}

const total = (bodies: Uint8Array[]) => bodies.reduce((sum, { length }) => sum + length, 0)

describe('the quota of the owner of a shared space', () => {
  it.each([0.25, 0.5, 0.9])(
    'of %d of what 50 uploads of several members bring at once is never gone over by a byte',
    async (share) => {
      const bodies = Array.from({ length: 50 }, (_, n) => ofRandomSize(`${share} ${n}`))
      const quotaBytes = Math.floor(total(bodies) * share)
      const [owner, one, two] = [await aUser({ quotaBytes }), await aUser(), await aUser()]
      const space = await aSharedSpace(owner, [
        [one, 'editor'],
        [two, 'admin'],
      ])
      const uploaders = [owner, one, two]
      let mostSeen = 0
      let isOver = false
      const watch = (async () => {
        while (!isOver) {
          const { used, reserved } = await storage(owner)
          mostSeen = Math.max(mostSeen, used + reserved)
          await new Promise((resolve) => setTimeout(resolve, 1))
        }
      })()
      const statuses = await Promise.all(
        bodies.map(async (body, index) => {
          const uploader = uploaders[index % 3] ?? owner
          return (await uploadTo(uploader, space.id, body)).status
        }),
      )
      isOver = true
      await watch
      const stored = bodies.filter((_, index) => statuses[index] === 201)
      expect(statuses.every((status) => status === 201 || status === 413)).toBe(true)
      expect(stored.length).toBeGreaterThan(0)
      expect(stored.length).toBeLessThan(50)
      expect(await storage(owner)).toEqual({ used: total(stored), reserved: 0 })
      expect(await counted(owner)).toBe(total(stored))
      expect(mostSeen).toBeLessThanOrEqual(quotaBytes)
      // Whoever was refused found too little room: the smallest of them would not fit now either.
      const refused = bodies.filter((_, index) => statuses[index] === 413)
      expect(Math.max(...refused.map(({ length }) => length))).toBeGreaterThan(
        quotaBytes - total(stored),
      )
      for (const member of [one, two])
        expect(await storage(member)).toEqual({ used: 0, reserved: 0 })
    },
  )

  it('is told to a member as the owner’s, not as theirs', async () => {
    const [owner, editor] = [await aUser({ quotaBytes: 5 }), await aUser()]
    const space = await aSharedSpace(owner, [[editor, 'editor']])
    const response = await uploadTo(editor, space.id, jpegLike('too much'))
    expect(response.status).toBe(413)
    const detail = "There is not enough room left in the quota of this space's owner."
    expect(problemSchema.parse(await response.json())).toMatchObject({
      code: 'quota_exceeded',
      detail,
    })
  })
})

describe('a space that is given to another member', () => {
  it('takes with it exactly what it counts, also while uploads are under way', async () => {
    const [from, to, third] = [await aUser(), await aUser(), await aUser()]
    await from.upload(jpegLike('stays with its owner'))
    const space = await aSharedSpace(from, [
      [to, 'viewer'],
      [third, 'editor'],
    ])
    const before = ofRandomSize('before the transfer')
    await uploadTo(from, space.id, before)
    const bodies = Array.from({ length: 20 }, (_, n) => ofRandomSize(`meanwhile ${n}`))
    const [transfer, ...uploads] = await Promise.all([
      callAs(from, 'POST', `/api/spaces/${space.id}/transfer`, { username: to.username }),
      ...bodies.map((body) => uploadTo(third, space.id, body)),
    ])
    expect(transfer.status).toBe(200)
    expect(uploads.map(({ status }) => status)).toEqual(Array(20).fill(201))
    const used = before.length + total(bodies)
    expect(await storage(to)).toEqual({ used, reserved: 0 })
    expect(await counted(to)).toBe(used)
    expect(await storage(from)).toEqual({
      used: jpegLike('stays with its owner').length,
      reserved: 0,
    })
  })

  it('back and forth, with uploads, trash and purges at once, leaves true figures', async () => {
    const [one, two] = [await aUser(), await aUser()]
    const space = await aSharedSpace(one, [[two, 'admin']])
    const pass = async (from: TestUser, to: TestUser) => {
      const path = `/api/spaces/${space.id}/transfer`
      await callAs(from, 'POST', path, { username: to.username })
    }
    const comeAndGo = async (user: TestUser, text: string) => {
      const response = await uploadTo(user, space.id, ofRandomSize(text))
      const { file } = uploadOutcomeSchema.parse(await response.json())
      await callAs(user, 'DELETE', `/api/files/${file.id}`)
      expect((await callAs(user, 'POST', `/api/files/${file.id}/purge`)).status).toBe(204)
    }
    await Promise.all([
      ...[0, 1, 2, 3].map((n) => comeAndGo(n % 2 === 0 ? one : two, `come and go ${n}`)),
      ...[0, 1, 2, 3].map((n) => uploadTo(one, space.id, ofRandomSize(`stays ${n}`))),
      (async () => {
        for (let round = 0; round < 3; round++) {
          await pass(one, two)
          await pass(two, one)
        }
      })(),
    ])
    for (const user of [one, two]) {
      expect(await storage(user)).toEqual({ used: await counted(user), reserved: 0 })
    }
    expect((await storage(one)).used + (await storage(two)).used).toBeGreaterThan(0)
  })

  it('stays when the new owner has a byte too little, and goes when it is just enough', async () => {
    const body = ofRandomSize('to the byte')
    const [from, to] = [await aUser(), await aUser({ quotaBytes: body.length - 1 })]
    const space = await aSharedSpace(from, [[to, 'viewer']])
    await uploadTo(from, space.id, body)
    const transfer = () =>
      callAs(from, 'POST', `/api/spaces/${space.id}/transfer`, { username: to.username })
    const refused = await transfer()
    expect([refused.status, problemSchema.parse(await refused.json()).code]).toEqual([
      ...[413, 'quota_exceeded'],
    ])
    expect(await storage(from)).toEqual({ used: body.length, reserved: 0 })
    expect(await storage(to)).toEqual({ used: 0, reserved: 0 })

    await env.DB.prepare('update users set quota_bytes = ? where id = ?')
      .bind(body.length, to.userId)
      .run()
    expect((await transfer()).status).toBe(200)
    expect(await storage(from)).toEqual({ used: 0, reserved: 0 })
    expect(await storage(to)).toEqual({ used: body.length, reserved: 0 })
    expect((await transfer()).status).toBe(403)
  })

  it('is given to two at once by one hand only', async () => {
    const [from, one, two] = [await aUser(), await aUser(), await aUser()]
    const space = await aSharedSpace(from, [
      [one, 'viewer'],
      [two, 'viewer'],
    ])
    const body = ofRandomSize('for two')
    await uploadTo(from, space.id, body)
    await Promise.all(
      [one, two].map(({ username }) =>
        callAs(from, 'POST', `/api/spaces/${space.id}/transfer`, { username }),
      ),
    )
    const used = [await storage(from), await storage(one), await storage(two)]
    expect(used.map((each) => each.used).sort((a, b) => a - b)).toEqual([0, 0, body.length])
  })
})
