import { env } from 'cloudflare:workers'
import { expect, it } from 'vitest'
import { aUser, testDeps } from '../testing/harness.ts'
import { sweep } from './sweep.ts'

const minuteMs = 60_000
const dayMs = 24 * 60 * minuteMs

/** What the first column of the rows of a table says, in order. */
async function left(table: string, column: string): Promise<unknown[]> {
  const select = env.DB.prepare(`select ${column} as it from ${table} order by 1`)
  return (await select.all<{ it: unknown }>()).results.map((row) => row.it)
}

it('forgets reset links, challenges and hits of limits that are over, and keeps the others', async () => {
  const { userId } = await aUser()
  const now = Date.now()
  const insert = async (statement: string, ...values: unknown[]) => {
    await env.DB.prepare(statement)
      .bind(...values)
      .run()
  }
  const reset = 'insert into password_resets (token_hash, user_id, created_at, expires_at)'
  await insert(`${reset} values ('over', ?, 1, ?)`, userId, now - minuteMs)
  await insert(`${reset} values ('good', ?, 1, ?)`, userId, now + minuteMs)
  const challenge = 'insert into passkey_challenges (challenge, user_id, expires_at)'
  await insert(`${challenge} values ('over', ?, ?)`, userId, now - minuteMs)
  await insert(`${challenge} values ('good', null, ?)`, now + minuteMs)
  const hit = 'insert into rate_limit_hits (class, subject, window_start, hits, last_at)'
  await insert(`${hit} values ('api', 'good', 1, 1, ?)`, now - 30 * dayMs + minuteMs)
  await insert(`${hit} values ('api', 'over', 1, 1, ?)`, now - 30 * dayMs - minuteMs)
  await sweep(testDeps())
  expect(await left('password_resets', 'token_hash')).toEqual(['good'])
  expect(await left('passkey_challenges', 'challenge')).toEqual(['good'])
  expect(await left('rate_limit_hits', 'subject')).toEqual(['good'])
})

it('runs every step, also when one before it fails', async () => {
  const { userId } = await aUser()
  const failed: unknown[] = []
  const deps = testDeps({
    log: { info() {}, error: (_, __, fields) => void failed.push(fields?.step) },
    audit: { record() {} },
  })
  const bucket = new Proxy(deps.bucket, {
    get() {
      throw new Error('R2 is away')
    },
  })
  const originals =
    'insert into originals (id, space_id, sha256, size_bytes, mime_type, created_at, removed_at)'
  const { id } =
    (await env.DB.prepare('select id from spaces limit 1').first<{ id: string }>()) ?? {}
  await env.DB.prepare(`${originals} values ('org_gone', ?, 'x', 1, 'image/jpeg', 1, 1)`)
    .bind(id)
    .run()
  await sweep({ ...deps, bucket })
  expect(failed).toEqual(['purgedOriginals'])
  const check = env.DB.prepare('select checked_at as at from quota_checks where user_id = ?')
  expect(await check.bind(userId).first<number>('at')).toBeGreaterThan(0)
})
