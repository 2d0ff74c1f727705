import { and, eq } from 'drizzle-orm'
import type { UploadId, UserId } from '#contracts/ids'
import type { Db } from '../db/client.ts'
import { uploads } from '../db/schema/files.ts'
import { withD1Retry } from '../db/with-retry.ts'

/** A resumable upload of this user, in whatever state. */
export async function findOwnUpload(db: Db, createdBy: UserId, id: UploadId) {
  const [row] = await withD1Retry(() =>
    db
      .select()
      .from(uploads)
      .where(and(eq(uploads.id, id), eq(uploads.createdBy, createdBy))),
  )
  return row
}

export type UploadRow = NonNullable<Awaited<ReturnType<typeof findOwnUpload>>>

/** Moves the end of a reservation that still stands. */
export async function extendUpload(db: Db, id: UploadId, expiresAt: number) {
  await withD1Retry(() =>
    db
      .update(uploads)
      .set({ expiresAt })
      .where(and(eq(uploads.id, id), eq(uploads.state, 'reserved'))),
  )
}
