import { signal } from '@preact/signals'
import type { ComponentType } from 'preact'
import type { UserId } from '#contracts/ids'
import { sentenceOf } from '../api.ts'
import { showToast } from '../ui/toast.tsx'
import type { DroppedFile } from './upload-drop.ts'
import type { Destination, Sample, Upload } from './upload-queue.ts'

// What the page knows of uploads from the start; the queue itself is fetched after the pictures.

export const uploads = signal<Upload[]>([])
/** What went over the line in the last seconds, for the rate and the time left. */
export const samples = signal<Sample[]>([])
/** What shows them, once it is there. */
export const dock = signal<ComponentType | null>(null)

type Queue = typeof import('./uploads.ts')
let fetched: Promise<Queue> | null = null

async function queue(): Promise<Queue> {
  fetched ??= (async () => {
    const [found, { UploadDock }] = await Promise.all([
      import('./uploads.ts'),
      import('./upload-panel.tsx'),
    ])
    dock.value = UploadDock
    return found
  })()
  try {
    return await fetched
  } catch (error) {
    fetched = null
    throw error
  }
}

/** Adds files to the queue, bound for a folder or the top of a space. */
export function addUploads(files: readonly DroppedFile[], to: Destination) {
  if (files.length === 0) return
  queue()
    .then((found) => found.addUploads(files, to))
    .catch((error: unknown) => showToast(sentenceOf(error), { kind: 'danger' }))
}

/** Has the vault fetch a file from the web. Rejects only when the queue cannot be had. */
export async function addFromWeb(address: string, to: Destination) {
  const found = await queue()
  found.addFromWeb(address, to)
}

/** So long the page has for its pictures before it looks for uploads that were left. */
const settleMs = 1_500

/** Goes on with the uploads that were left when the page was last closed. Answers how to call that off. */
export function takeUpAgainSoon(userId: UserId): () => void {
  const timer = setTimeout(() => {
    // Without a connection there is nothing to go on with; the next visit looks again.
    queue().then(
      (found) => found.takeUpAgain(userId),
      () => {},
    )
  }, settleMs)
  return () => clearTimeout(timer)
}

/** Ends what runs; nobody is signed in any more. */
export function forgetUploads() {
  void fetched?.then((found) => found.forgetUploads())
}

/** The same, and what the browser keeps of it: somebody signed out on purpose. */
export async function forgetUploadsForGood() {
  await queue().then(
    (found) => found.forgetUploadsForGood(),
    () => {},
  )
}
