import { and, asc, eq, gt, isNull, lt, or, sql } from 'drizzle-orm'
import type { PasskeyId, UserId } from '#contracts/ids'
import type { Db } from '../db/client.ts'
import { passkeyChallenges, passkeys, users } from '../db/schema/users.ts'

export async function listPasskeys(db: Db, userId: UserId) {
  return await db
    .select()
    .from(passkeys)
    .where(eq(passkeys.userId, userId))
    .orderBy(asc(passkeys.id))
    .limit(100)
}

/** Resolves to false when the vault knows this credential already. */
export async function insertPasskey(
  db: Db,
  passkey: typeof passkeys.$inferInsert,
): Promise<boolean> {
  const rows = await db
    .insert(passkeys)
    .values(passkey)
    .onConflictDoNothing()
    .returning({ id: passkeys.id })
  return rows.length === 1
}

export async function deletePasskey(db: Db, userId: UserId, id: PasskeyId): Promise<boolean> {
  const rows = await db
    .delete(passkeys)
    .where(and(eq(passkeys.id, id), eq(passkeys.userId, userId)))
    .returning({ id: passkeys.id })
  return rows.length === 1
}

/** The passkey behind a credential, with its user; nobody whose account is closed. */
export async function findPasskey(db: Db, credentialId: string) {
  const [row] = await db
    .select({ passkey: passkeys, username: users.username })
    .from(passkeys)
    .innerJoin(users, eq(users.id, passkeys.userId))
    .where(
      and(
        eq(passkeys.credentialId, credentialId),
        isNull(users.disabledAt),
        isNull(users.deletedAt),
      ),
    )
  return row
}

/**
 * Notes that a passkey was used. Resolves to false when its counter did not rise, as that of a copy
 * would not (WebAuthn, 6.1.1); most passkeys of today count nothing and say 0 for ever.
 */
export async function markPasskeyUsed(
  db: Db,
  id: PasskeyId,
  signCount: number,
  now: number,
): Promise<boolean> {
  const rows = await db
    .update(passkeys)
    .set({ signCount, lastUsedAt: now })
    .where(
      and(
        eq(passkeys.id, id),
        or(lt(passkeys.signCount, signCount), sql`${passkeys.signCount} + ${signCount} = 0`),
      ),
    )
    .returning({ id: passkeys.id })
  return rows.length === 1
}

/** `userId` is null while somebody is signing in. */
export async function insertChallenge(
  db: Db,
  challenge: string,
  userId: UserId | null,
  expiresAt: number,
) {
  await db.insert(passkeyChallenges).values({ challenge, userId, expiresAt })
}

/** Uses up a challenge: true for exactly one answer, in time, by whom it was made for. */
export async function claimChallenge(
  db: Db,
  challenge: string,
  userId: UserId | null,
  now: number,
): Promise<boolean> {
  const rows = await db
    .delete(passkeyChallenges)
    .where(
      and(
        eq(passkeyChallenges.challenge, challenge),
        gt(passkeyChallenges.expiresAt, now),
        userId === null ? isNull(passkeyChallenges.userId) : eq(passkeyChallenges.userId, userId),
      ),
    )
    .returning({ challenge: passkeyChallenges.challenge })
  return rows.length === 1
}

export async function deleteExpiredChallenges(db: Db, now: number) {
  await db.delete(passkeyChallenges).where(lt(passkeyChallenges.expiresAt, now))
}
