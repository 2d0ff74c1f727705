import { sql } from 'drizzle-orm'
import type { Readiness } from '#contracts/health'
import type { Deps } from '../deps.ts'

/** Longer than this, and a part counts as failed. */
const waitMs = 2_000

/** Asks each part once, all at the same time. Never rejects. */
export async function readReadiness({
  db,
  bucket,
  homeLink,
}: Pick<Deps, 'db' | 'bucket' | 'homeLink'>): Promise<Readiness> {
  const [database, originals, isOnline] = await Promise.all([
    inTime(db.run(sql`select 1`)),
    inTime(bucket.head('readyz')),
    inTime(homeLink.isOnline()),
  ])
  const homeNode = isOnline === 'failed' ? 'failed' : isOnline ? 'ok' : 'away'
  const parts = {
    database: database === 'failed' ? 'failed' : 'ok',
    bucket: originals === 'failed' ? 'failed' : 'ok',
    homeNode,
  } as const
  return { ready: parts.database === 'ok' && parts.bucket === 'ok', parts }
}

async function inTime<Value>(asked: Promise<Value>): Promise<Value | 'failed'> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<'failed'>((resolve) => {
    timer = setTimeout(() => resolve('failed'), waitMs)
  })
  try {
    return await Promise.race([asked, late])
  } catch {
    return 'failed'
  } finally {
    clearTimeout(timer)
  }
}
