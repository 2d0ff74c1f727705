import { env } from 'cloudflare:workers'
import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { fileListSchema } from '#contracts/files'
import { aUser, type TestUser } from '../testing/harness.ts'
import { testPartBytes, tusClient } from '../testing/tus.ts'

async function storage(user: TestUser) {
  return await env.DB.prepare(
    'select used_bytes as used, reserved_bytes as reserved from users where id = ?',
  )
    .bind(user.userId)
    .first()
}

function someBytes(length: number, seed = 1): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(length)
  let state = seed
  for (let i = 0; i < length; i++) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0
    bytes[i] = state >>> 24
  }
  return bytes
}

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

describe('bytes of an upload', () => {
  it('are only ever written by one request at a time', async () => {
    const user = await aUser()
    const tus = tusClient(user)
    const bytes = someBytes(testPartBytes * 2)
    const path = await tus.create(bytes.length)
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => tus.patch(path, 0, bytes.slice())),
    )
    const statuses = answers.map(({ status }) => status).sort()
    expect(statuses[0]).toBe(204)
    for (const status of statuses.slice(1)) expect([409, 410, 423]).toContain(status)
    expect(await storage(user)).toEqual({ used: bytes.length, reserved: 0 })
    const list = fileListSchema.parse(await (await user.fetch('/api/files')).json())
    expect(list.items.map((item) => item.sha256)).toEqual([sha256(bytes)])
  })
})
