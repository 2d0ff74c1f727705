import { type ShareView, shareViewSchema } from '#contracts/shares'
import type { OwnerRow } from './queries.ts'

/** A link as its owner sees it: never the password, nor a hash of it. */
export function toShareView(
  { share, createdByUsername, fileCount }: OwnerRow,
  nowMs: number,
): ShareView {
  const { passwordHash, createdAt, expiresAt, lastVisitAt, ...columns } = share
  return shareViewSchema.parse({
    ...columns,
    ...{ createdByUsername, fileCount, hasPassword: passwordHash !== null },
    state: stateOf(share, nowMs),
    createdAt: new Date(createdAt).toISOString(),
    expiresAt: isoOrNull(expiresAt),
    lastVisitAt: isoOrNull(lastVisitAt),
  })
}

function stateOf(
  { revokedAt, expiresAt, viewsLeft }: OwnerRow['share'],
  nowMs: number,
): ShareView['state'] {
  if (revokedAt !== null) return 'revoked'
  if (expiresAt !== null && expiresAt <= nowMs) return 'ended'
  return viewsLeft === 0 ? 'used-up' : 'open'
}

function isoOrNull(ms: number | null): string | null {
  return ms === null ? null : new Date(ms).toISOString()
}
