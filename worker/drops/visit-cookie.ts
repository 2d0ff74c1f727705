import { createHash, createHmac } from 'node:crypto'
import { z } from 'zod'
import { guestNameSchema } from '#contracts/drops'
import { type DropId, type DropVisitId, dropVisitIdSchema } from '#contracts/ids'
import { isSameText } from '../accounts/require-user.ts'
import type { Config } from '../env.ts'
import { newId } from '../ids.ts'

// A guest who said who they are, and the password where there is one, gets a cookie with their name
// and a visit's id, signed. The visit's files are theirs to see; D1 knows no more of guests.

const visitMs = 12 * 3_600_000

export interface Visit {
  id: DropVisitId
  guestName: string
}

/** What a visit is of: with another password it is over. */
interface Visited {
  id: DropId
  passwordHash: string | null
}

/** The header that begins a visit. */
export function visitCookie(
  config: Pick<Config, 'mediaKeys'>,
  drop: Visited,
  guestName: string,
  nowMs: number,
): string {
  const { kid, secret } = config.mediaKeys.signing
  const endsAt = Math.floor((nowMs + visitMs) / 1_000)
  const visit = { id: newId('dropVisit', nowMs), guestName }
  const name = Buffer.from(guestName).toString('base64url')
  const value = [kid, endsAt, visit.id, name, sign(secret, drop, visit, endsAt)].join('.')
  const attributes = `Path=/; Max-Age=${visitMs / 1_000}; HttpOnly; Secure; SameSite=Lax`
  return `__Host-${drop.id}=${value}; ${attributes}`
}

const partsSchema = z.tuple([
  z.string(),
  z.coerce.number().int(),
  dropVisitIdSchema,
  z.string().transform((text) => Buffer.from(text, 'base64url').toString()),
  z.string(),
])

/** The visit that a request's cookies hold; null for none, and for one that is over or was not ours. */
export function visitOf(
  config: Pick<Config, 'mediaKeys'>,
  drop: Visited,
  cookies: string | undefined,
  nowMs: number,
): Visit | null {
  const value = new RegExp(`(?:^|; )__Host-${drop.id}=([^;]{1,600})`).exec(cookies ?? '')?.[1]
  const parts = partsSchema.safeParse(value?.split('.'))
  if (!parts.success) return null
  const [kid, endsAt, id, given, signature] = parts.data
  const key = config.mediaKeys.all.find((candidate) => candidate.kid === kid)
  const name = guestNameSchema.safeParse(given)
  if (!key || !name.success || endsAt * 1_000 <= nowMs) return null
  const visit = { id, guestName: name.data }
  return isSameText(signature, sign(key.secret, drop, visit, endsAt)) ? visit : null
}

function sign(secret: Uint8Array, drop: Visited, visit: Visit, endsAt: number): string {
  const { id, passwordHash } = drop
  const lock = passwordHash && createHash('sha256').update(passwordHash).digest('base64url')
  const text = JSON.stringify(['drop-visit-v1', id, lock, visit.id, visit.guestName, endsAt])
  return createHmac('sha256', secret).update(text).digest('base64url')
}
