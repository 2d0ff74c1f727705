import { and, count, eq, isNull, lt, or } from 'drizzle-orm'
import type { UserId } from '#contracts/ids'
import type { Db } from '../db/client.ts'
import { runBatch } from '../db/run-batch.ts'
import { passkeys, recoveryCodes, users } from '../db/schema/users.ts'

/** Sets the app's secret with its first code and the recovery codes, in place of all earlier ones. */
export async function saveTotp(
  db: Db,
  userId: UserId,
  totp: { secret: string; usedStep: number; codeHashes: string[]; now: number },
) {
  await runBatch(db, [
    db
      .update(users)
      .set({ totpSecret: totp.secret, totpUsedStep: totp.usedStep, updatedAt: totp.now })
      .where(eq(users.id, userId)),
    ...replaceCodes(db, userId, totp.codeHashes),
  ])
}

export async function removeTotp(db: Db, userId: UserId, now: number) {
  await runBatch(db, [
    db
      .update(users)
      .set({ totpSecret: null, totpUsedStep: null, updatedAt: now })
      .where(eq(users.id, userId)),
    db.delete(recoveryCodes).where(eq(recoveryCodes.userId, userId)),
  ])
}

export async function saveRecoveryCodes(db: Db, userId: UserId, codeHashes: string[]) {
  await runBatch(db, replaceCodes(db, userId, codeHashes))
}

function replaceCodes(db: Db, userId: UserId, codeHashes: string[]) {
  return [
    db.delete(recoveryCodes).where(eq(recoveryCodes.userId, userId)),
    db.insert(recoveryCodes).values(codeHashes.map((codeHash) => ({ userId, codeHash }))),
  ]
}

/** Uses up a time step: true for exactly one of any number of requests with the same code. */
export async function claimTotpStep(db: Db, userId: UserId, step: number): Promise<boolean> {
  const rows = await db
    .update(users)
    .set({ totpUsedStep: step })
    .where(and(eq(users.id, userId), or(isNull(users.totpUsedStep), lt(users.totpUsedStep, step))))
    .returning({ id: users.id })
  return rows.length === 1
}

/** Uses up a recovery code: true for exactly one request. */
export async function claimRecoveryCode(
  db: Db,
  userId: UserId,
  codeHash: string,
  now: number,
): Promise<boolean> {
  const rows = await db
    .update(recoveryCodes)
    .set({ usedAt: now })
    .where(
      and(
        eq(recoveryCodes.userId, userId),
        eq(recoveryCodes.codeHash, codeHash),
        isNull(recoveryCodes.usedAt),
      ),
    )
    .returning({ userId: recoveryCodes.userId })
  return rows.length === 1
}

/** How an account is protected besides its password. */
export async function protectionOf(db: Db, userId: UserId) {
  const [codes, keys] = await db.batch([
    db
      .select({ n: count() })
      .from(recoveryCodes)
      .where(and(eq(recoveryCodes.userId, userId), isNull(recoveryCodes.usedAt))),
    db.select({ n: count() }).from(passkeys).where(eq(passkeys.userId, userId)),
  ])
  return { recoveryCodesLeft: codes[0]?.n ?? 0, passkeyCount: keys[0]?.n ?? 0 }
}
