import { signal } from '@preact/signals'
import { refreshMe, session } from '../account/state.ts'
import { sentenceOf, uploadFile } from '../api.ts'
import { formatBytes } from '../ui/format.ts'
import { hashFile } from './hash-file.ts'
import { mergeEverywhere } from './state.ts'
import type { DroppedFile } from './upload-drop.ts'
import { type Destination, isOpen, nextToStart, type Upload } from './upload-queue.ts'

export const uploads = signal<Upload[]>([])
/** When the first upload of this batch began, for the time left. */
export const startedAtMs = signal(0)

const cancellers = new Map<number, AbortController>()
let lastKey = 0

/** Adds files to the queue, bound for a folder or the top of a space, and starts as many as there are lanes. */
export function addUploads(files: readonly DroppedFile[], to: Destination) {
  if (files.length === 0) return
  if (!uploads.value.some(isOpen)) {
    startedAtMs.value = Date.now()
    uploads.value = uploads.value.filter((upload) => upload.state === 'failed')
  }
  const added = files.map(({ file }): Upload => {
    const refusal = refusalOf(file)
    return {
      key: ++lastKey,
      file,
      ...to,
      state: refusal === null ? 'waiting' : 'failed',
      sentBytes: 0,
      note: refusal,
      canRetry: false,
    }
  })
  uploads.value = [...uploads.value, ...added]
  startNext()
}

export function cancelUpload(key: number) {
  cancellers.get(key)?.abort()
  change(key, { state: 'cancelled' })
  startNext()
}

export function retryUpload(key: number) {
  const upload = uploads.value.find((candidate) => candidate.key === key)
  if (upload?.canRetry) {
    change(key, { state: 'waiting', sentBytes: 0, note: null, canRetry: false })
    startNext()
  }
}

export function retryFailed() {
  for (const upload of uploads.value) if (upload.state === 'failed') retryUpload(upload.key)
}

export function clearUploads() {
  uploads.value = uploads.value.filter(isOpen)
}

/** Ends what runs and forgets the rest, when nobody is signed in any more. */
export function forgetUploads() {
  for (const canceller of cancellers.values()) canceller.abort()
  uploads.value = []
}

/** What can be told before anything is sent. */
function refusalOf(file: File): string | null {
  if (file.size === 0) return 'The file is empty.'
  const max = session.value.state === 'signed-in' ? session.value.me.uploadBodyMaxBytes : null
  if (max !== null && file.size > max) {
    return `One file may have ${formatBytes(max)} here; this one has ${formatBytes(file.size)}.`
  }
  return null
}

function change(key: number, to: Partial<Upload>) {
  uploads.value = uploads.value.map((upload) =>
    upload.key === key ? { ...upload, ...to } : upload,
  )
}

function startNext() {
  for (const upload of nextToStart(uploads.value)) {
    change(upload.key, { state: 'hashing' })
    void run(upload)
  }
}

async function run({ key, file, spaceId, folderId }: Upload) {
  const canceller = new AbortController()
  cancellers.set(key, canceller)
  try {
    const sha256 = await hashFile(file)
    canceller.signal.throwIfAborted()
    change(key, { state: 'sending' })
    const outcome = await uploadFile(file, {
      spaceId,
      folderId,
      sha256,
      signal: canceller.signal,
      onSent: (sentBytes) => change(key, { sentBytes }),
    })
    change(key, { state: outcome.outcome === 'created' ? 'done' : 'duplicate' })
    mergeEverywhere([outcome.file])
  } catch (error) {
    if (!canceller.signal.aborted) {
      change(key, { state: 'failed', note: sentenceOf(error), canRetry: true })
    }
  } finally {
    cancellers.delete(key)
    startNext()
    if (!uploads.value.some(isOpen)) void refreshMe()
  }
}
