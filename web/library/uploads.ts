import type { FileId, UserId } from '#contracts/ids'
import { refreshMe, session } from '../account/state.ts'
import { ApiError, answer, api, sentenceOf } from '../api.ts'
import { addToAlbum } from '../folders/folder-calls.ts'
import { formatBytes } from '../ui/format.ts'
import { showToast } from '../ui/toast.tsx'
import { hashFile } from './hash-file.ts'
import { onSpaceEvent } from './live.ts'
import { mergeEverywhere, refreshFiles } from './state.ts'
import type { DroppedFile } from './upload-drop.ts'
import { folderFor } from './upload-folders.ts'
import {
  forget,
  forgetRemembered,
  holdPageLock,
  keepsFile,
  pageId,
  type Remembered,
  releaseFile,
  remember,
  takeOver,
} from './upload-memory.ts'
import {
  type Destination,
  isOpen,
  isUnfinished,
  nextToStart,
  restMs,
  type Upload,
  wholeMaxBytes,
  withSample,
} from './upload-queue.ts'
import { giveUp, type Sent, sendFile, sendNothing } from './upload-send.ts'
import { samples, uploads } from './upload-state.ts'

/** Everything of this page's lifetime that went over the line. */
let sentInAll = 0
const cancellers = new Map<number, AbortController>()
const memoryIds = new Map<number, string>()
/** Whose file the browser keeps, with its size. */
const kept = new Map<number, number>()
/** So that what goes on is not hashed again. */
const hashes = new Map<number, string>()
let lastKey = 0

/** Adds files to the queue, bound for a folder or the top of a space, and starts as many as there are lanes. */
export function addUploads(files: readonly DroppedFile[], to: Destination) {
  const fresh = files.filter(({ file }) => !findAgain(file))
  if (fresh.length > 0) {
    if (!uploads.value.some(isUnfinished)) {
      uploads.value = uploads.value.filter((upload) => upload.state === 'failed')
    }
    const added = fresh.map(({ file, folders }) => anUpload({ ...to, file, folders }))
    uploads.value = [...uploads.value, ...added]
    void rememberAll(added)
  }
  startNext()
}

/** Adds a file that the vault fetches itself. */
export function addFromWeb(webAddress: string, to: Destination) {
  const upload: Upload = {
    ...to,
    ...{ key: ++lastKey, name: nameIn(webAddress), size: 0, file: null, folders: [], webAddress },
    ...{ state: 'waiting', note: null, sentBytes: 0, url: null, breaks: 0 },
    ...{ canRetry: false, fileId: null, proof: null },
  }
  const others = uploads.value.filter((each) => isUnfinished(each) || each.state === 'failed')
  uploads.value = [...others, upload]
  startNext()
}

/** What the row says until the file has its name. */
function nameIn(address: string): string {
  const path = address.replace(/[?#].*$/, '')
  return path.split('/').findLast((part) => part !== '') ?? address
}

function anUpload(of: Destination & { file: File; folders: string[] }): Upload {
  const { file } = of
  return {
    ...of,
    key: ++lastKey,
    name: file.name,
    size: file.size,
    state: file.size === 0 ? 'failed' : 'waiting',
    note: file.size === 0 ? 'The file is empty.' : null,
    ...{ sentBytes: 0, url: null, breaks: 0, canRetry: false, fileId: null, proof: null },
  }
}

/** The file of an upload that was lost, chosen again: it goes on. */
function findAgain(file: File): boolean {
  const lost = uploads.value.find(
    ({ state, name, size }) => state === 'lost' && name === file.name && size === file.size,
  )
  if (!lost) return false
  change(lost.key, { state: 'waiting', file, note: null })
  return true
}

/** The file of an upload that was lost, chosen again. Answers whether it is that file. */
export function goOnWith(key: number, file: File): boolean {
  const upload = uploads.value.find((candidate) => candidate.key === key)
  if (upload?.name !== file.name || upload.size !== file.size) return false
  change(key, { state: 'waiting', file, note: null }, ['lost'])
  startNext()
  return true
}

export function pauseUpload(key: number) {
  const upload = uploads.value.find((candidate) => candidate.key === key)
  if (!upload || !isOpen(upload) || upload.webAddress !== undefined) return
  change(key, { state: 'paused' })
  cancellers.get(key)?.abort()
  startNext()
}

export function pauseAll() {
  for (const upload of uploads.value.toReversed()) pauseUpload(upload.key)
}

export function resumeUpload(key: number) {
  change(key, { state: 'waiting' }, ['paused', 'resting'])
  startNext()
}

export function resumeAll() {
  for (const { key } of uploads.value) change(key, { state: 'waiting' }, ['paused', 'resting'])
  startNext()
}

export function cancelUpload(key: number) {
  const upload = uploads.value.find((candidate) => candidate.key === key)
  change(key, { state: 'cancelled' })
  cancellers.get(key)?.abort()
  if (upload?.url) void giveUp(upload.url)
  forgetOne(key)
  startNext()
}

export function retryUpload(key: number) {
  const upload = uploads.value.find((candidate) => candidate.key === key)
  if (upload?.canRetry) {
    change(key, { state: 'waiting', note: null, canRetry: false })
    startNext()
  }
}

export function retryFailed() {
  for (const upload of uploads.value) if (upload.state === 'failed') retryUpload(upload.key)
}

export function clearUploads() {
  for (const { key, state } of uploads.value) if (state === 'failed') forgetOne(key)
  uploads.value = uploads.value.filter(isUnfinished)
}

/** Ends what runs and forgets the rest, when nobody is signed in any more. */
export function forgetUploads() {
  uploads.value = []
  for (const canceller of cancellers.values()) canceller.abort()
  for (const size of kept.values()) releaseFile(size)
  for (const map of [memoryIds, hashes, kept]) map.clear()
}

/** The same, and what the browser keeps of it: somebody signed out on purpose. */
export async function forgetUploadsForGood() {
  forgetUploads()
  await forgetRemembered()
}

/** Goes on with what this user's pages left behind; once, when they are signed in. */
export async function takeUpAgain(userId: UserId) {
  holdPageLock()
  const left = await takeOver(userId)
  if (left.length === 0) return
  const again = left.map((entry): Upload => {
    const { id, name, size, spaceId, folderId, folders, into, url, file } = entry
    const key = ++lastKey
    memoryIds.set(key, id)
    if (file !== null) kept.set(key, size)
    return {
      ...{ key, name, size, spaceId, folderId, folders, into, url, file },
      state: file === null ? 'lost' : 'waiting',
      note: file === null ? 'Choose the same file again to go on.' : null,
      ...{ sentBytes: 0, breaks: 0, canRetry: false, fileId: null, proof: null },
    }
  })
  uploads.value = [...uploads.value, ...again]
  startNext()
}

async function rememberAll(added: readonly Upload[]) {
  const entries = added.flatMap((upload) => entryOf(upload) ?? [])
  for (const [at, upload] of added.filter(isOpen).entries()) {
    const entry = entries[at]
    if (entry) memoryIds.set(upload.key, entry.id)
  }
  await remember(entries)
}

function entryOf(upload: Upload): Remembered | null {
  const now = session.value
  if (now.state !== 'signed-in' || !isOpen(upload)) return null
  const { name, size, spaceId, folderId, folders, into = null, url, file } = upload
  return {
    id: `${pageId}.${upload.key}`,
    ...{ pageId, userId: now.me.userId, name, size, spaceId, folderId, folders, into, url },
    file: isKept(upload) ? file : null,
  }
}

function isKept({ key, file, size }: Upload): boolean {
  if (file === null) return false
  if (!kept.has(key) && keepsFile(size)) kept.set(key, size)
  return kept.has(key)
}

function forgetOne(key: number) {
  const id = memoryIds.get(key)
  if (id !== undefined) void forget([id])
  memoryIds.delete(key)
  hashes.delete(key)
  releaseFile(kept.get(key) ?? 0)
  kept.delete(key)
}

function change(key: number, to: Partial<Upload>, from?: Upload['state'][]) {
  uploads.value = uploads.value.map((upload) =>
    upload.key === key && (from === undefined || from.includes(upload.state))
      ? { ...upload, ...to }
      : upload,
  )
}

function startNext() {
  for (const upload of nextToStart(uploads.value)) {
    change(upload.key, { state: 'hashing' })
    void run(upload)
  }
}

async function run(upload: Upload) {
  const { key, file, webAddress } = upload
  if (webAddress !== undefined) return await runFromWeb(upload, webAddress)
  if (file === null) return
  const canceller = new AbortController()
  cancellers.set(key, canceller)
  try {
    const sent = await send(upload, file, canceller.signal)
    canceller.signal.throwIfAborted()
    await showInAlbum(upload, sent.fileId)
    change(key, {
      state: sent.outcome === 'created' ? 'done' : 'duplicate',
      ...{ sentBytes: file.size, fileId: sent.fileId, file: null, url: null },
    })
    forgetOne(key)
    if (sent.file) mergeEverywhere([sent.file])
    else refreshFiles([sent.fileId])
    void readProof(key)
  } catch (error) {
    if (!canceller.signal.aborted) stumble(key, file, error)
  } finally {
    if (cancellers.get(key) === canceller) cancellers.delete(key)
    startNext()
    if (!uploads.value.some(isOpen)) void refreshMe()
  }
}

async function runFromWeb(upload: Upload, url: string) {
  const { key, spaceId, folderId } = upload
  const canceller = new AbortController()
  cancellers.set(key, canceller)
  change(key, { state: 'sending' })
  try {
    const json = { url, ...(folderId === null ? { space: spaceId } : { folderId }) }
    const init = { signal: canceller.signal }
    const { outcome, file } = await answer(api.api.uploads['from-url'].$post({ json }, { init }))
    canceller.signal.throwIfAborted()
    await showInAlbum(upload, file.id)
    const { id: fileId, name, sizeBytes: size } = file
    const state = outcome === 'created' ? 'done' : 'duplicate'
    change(key, { state, name, size, sentBytes: size, fileId })
    mergeEverywhere([file])
    void readProof(key)
  } catch (error) {
    if (!canceller.signal.aborted) {
      change(key, { state: 'failed', note: sentenceOf(error), canRetry: true })
    }
  } finally {
    if (cancellers.get(key) === canceller) cancellers.delete(key)
    startNext()
    if (!uploads.value.some(isOpen)) void refreshMe()
  }
}

/** Where it goes into an album: it lies at the top of the space by now. */
async function showInAlbum({ name, into }: Upload, fileId: FileId) {
  const albumId = into?.albumId ?? null
  if (albumId === null) return
  try {
    await addToAlbum(albumId, [fileId])
  } catch (error) {
    // What may pass is tried again with the upload; the bytes are there and are not sent twice.
    if (!(error instanceof ApiError) || ![403, 404].includes(error.status)) throw error
    showToast(`“${name}” is in the library, but not in “${into?.name}”: ${sentenceOf(error)}`, {
      kind: 'danger',
    })
  }
}

async function send(upload: Upload, file: File, stop: AbortSignal): Promise<Sent> {
  const { key, spaceId } = upload
  const sha256 = hashes.get(key) ?? (await hashFile(file, stop))
  stop.throwIfAborted()
  if (sha256 !== null) hashes.set(key, sha256)
  const folderId = await folderFor(upload, upload.folders)
  const to = { spaceId, folderId }
  const known = sha256 === null ? null : await sendNothing(to, sha256, file.size)
  stop.throwIfAborted()
  if (known) return known
  change(key, { state: 'sending' })
  const me = session.value.state === 'signed-in' ? session.value.me : null
  let before: number | null = null
  let toldAtMs = 0
  return await sendFile(file, {
    ...{ ...to, sha256, url: upload.url, isCareful: upload.breaks > 0, signal: stop },
    bodyMaxBytes: me?.uploadBodyMaxBytes ?? wholeMaxBytes,
    onUrl: (url) => {
      if (url === upload.url) return
      change(key, { url })
      const id = memoryIds.get(key)
      const entry = uploads.value.find((each) => each.key === key)
      const toKeep = entry && entryOf(entry)
      if (id !== undefined && toKeep) void remember([{ ...toKeep, id }])
    },
    onSent: (bytes) => {
      // What was there already when it went on did not go over the line now.
      if (before !== null && bytes > before) sentInAll += bytes - before
      before = bytes
      const now = Date.now()
      if (now - toldAtMs < 200 && bytes < file.size) return
      toldAtMs = now
      change(key, { sentBytes: bytes, breaks: 0 }, ['sending'])
      samples.value = withSample(samples.value, { atMs: now, bytes: sentInAll })
    },
  })
}

/** What may mend itself is tried again; the rest is said. */
function stumble(key: number, file: File, error: unknown) {
  const upload = uploads.value.find((candidate) => candidate.key === key)
  if (!upload) return
  const status = error instanceof ApiError ? error.status : null
  const isLineGone = status === 0
  const mayPass = status === 423 || status === 409 || status === 429 || (status ?? 0) >= 500
  const breaks = upload.breaks + 1
  if (isLineGone || (mayPass && breaks <= 6)) {
    change(key, { state: 'resting', breaks, note: null })
    setTimeout(
      () => {
        change(key, { state: 'waiting' }, ['resting'])
        startNext()
      },
      restMs(breaks) * (0.8 + Math.random() * 0.4),
    )
    return
  }
  const isTooLarge = status === 413
  const note = isTooLarge
    ? `This file has ${formatBytes(file.size)}: ${sentenceOf(error)}`
    : sentenceOf(error)
  // An upload that ended there begins anew at the next try.
  const isOver = status !== null && [404, 410, 422].includes(status)
  change(key, { state: 'failed', note, canRetry: true, ...(isOver ? { url: null } : {}) })
}

/** Received is not yet proven: how many copies of a finished file were read back. */
async function readProof(key: number) {
  const upload = uploads.value.find((candidate) => candidate.key === key)
  if (!upload || upload.fileId === null) return
  const { fileId: id } = upload
  const detail = await answer(api.api.files[':id'].$get({ param: { id } })).catch(() => null)
  if (!detail) return
  const verified = detail.copies.filter(({ state }) => state === 'verified').length
  change(key, { proof: { verified, copies: detail.copies.length } })
}

/** As many finished uploads are asked about at most when something changes. */
const provenAtOnce = 20

onSpaceEvent((event) => {
  if (event.type !== 'files.changed') return
  const open = uploads.value.filter(
    ({ fileId, proof }) =>
      fileId !== null &&
      event.fileIds.includes(fileId) &&
      (proof === null || proof.verified < proof.copies),
  )
  for (const { key } of open.slice(-provenAtOnce)) void readProof(key)
})

// The line is back, or the machine has woken up: what rests goes on at once.
function wake() {
  if (!uploads.value.some(({ state }) => state === 'resting')) return
  for (const { key } of uploads.value) change(key, { state: 'waiting' }, ['resting'])
  startNext()
}
addEventListener('online', wake)
document.addEventListener('visibilitychange', () => {
  if (document.visibilityState === 'visible') wake()
})
addEventListener('beforeunload', (event) => {
  if (uploads.value.some(isOpen)) event.preventDefault()
})
