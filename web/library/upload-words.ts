import { formatBytes } from '../ui/format.ts'
import type { Upload, UploadState } from './upload-queue.ts'

const words: Record<UploadState, string> = {
  waiting: 'waiting',
  hashing: 'checking',
  sending: 'sending',
  resting: 'no connection; goes on by itself',
  paused: 'paused',
  lost: 'choose the same file again to go on',
  done: 'received',
  duplicate: 'already here',
  failed: 'failed',
  cancelled: 'cancelled',
}

/** What an upload is doing. Received says that the vault has the bytes; verified, that it read them back. */
export function uploadWords(upload: Upload): string {
  const { state, note, size, sentBytes, proof, into = null, webAddress } = upload
  if (state === 'failed') return note ?? words.failed
  if (state === 'sending' && webAddress !== undefined) return 'the vault fetches it'
  if (state === 'sending' && sentBytes > 0) {
    return `${formatBytes(sentBytes)} of ${formatBytes(size)}`
  }
  const isIn = state === 'done' || state === 'duplicate'
  const said = isIn && into !== null ? `${words[state]}, in “${into.name}”` : words[state]
  if (!isIn || proof === null) return said
  return `${said}, ${proof.verified} of ${proof.copies} copies verified`
}

/** Where uploads go, as far as it has a name and is one place: ` · in “Summer”`. */
export function placeInWords(uploads: readonly Upload[]): string {
  const [first = null, ...others] = new Set(uploads.map(({ into }) => into?.name ?? null))
  return first === null || others.length > 0 ? '' : ` · in “${first}”`
}
