import { gunzipSync } from 'node:zlib'
import { Decrypter } from 'age-encryption'
import { type SnapshotRow, snapshotRowSchema } from '#contracts/restore'
import { SnapshotError } from '../snapshots/read-snapshot.ts'

/** The rows of one sealed page. Throws `SnapshotError` when the recovery key is another. */
export async function openPage(sealed: Uint8Array, recoveryKey: string): Promise<SnapshotRow[]> {
  const decrypter = new Decrypter()
  decrypter.addIdentity(recoveryKey)
  const zipped = await decrypter.decrypt(sealed).catch((cause: unknown) => {
    throw new SnapshotError('The snapshot does not open with this recovery key.', { cause })
  })
  const lines = gunzipSync(zipped, { maxOutputLength: 1_000_000_000 }).toString().split('\n')
  return lines.flatMap((line) => (line === '' ? [] : [snapshotRowSchema.parse(JSON.parse(line))]))
}
