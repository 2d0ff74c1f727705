import { mkdir, open, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { syncFolder } from '../durable-file.ts'
import { backOffMs } from '../retry.ts'
import { sha256OfFile, sizeOf } from './file-facts.ts'
import type { ModelFile } from './model-declaration.ts'

export interface FetchFileOptions {
  url: string
  /** Where the file shall lie; what is on its way lies beside it as `….part`. */
  target: string
  file: ModelFile
  signal: AbortSignal
  /** Told how many bytes of the file are here, also when it is less than before. */
  onProgress(receivedBytes: number): void
  tries?: number
  firstRetryMs?: number
  /** A server that sends nothing for so long has gone away. */
  stallMs?: number
}

/** A model cannot be fetched; `message` is a sentence for people, without addresses. */
export class FetchModelError extends Error {
  /** Whether the next try may go better. */
  readonly isPassing: boolean
  constructor(message: string, isPassing: boolean, cause?: unknown) {
    super(message, { cause })
    this.name = 'FetchModelError'
    this.isPassing = isPassing
  }
}

/**
 * Fetches one file of a model, going on where an earlier try broke off: the rest is asked for by Range
 * with If-Range, and a server that ignores this starts anew. The file appears under its name only when
 * its hash was checked; other bytes are thrown away and fetched once more. Rejects with
 * `FetchModelError`, or with the signal's reason.
 */
export async function fetchFile(options: FetchFileOptions): Promise<void> {
  const { target, signal, tries = 6, firstRetryMs = 500 } = options
  await mkdir(dirname(target), { recursive: true })
  let fruitless = 0
  let strange = 0
  for (;;) {
    const before = await partBytes(target)
    try {
      await receive(options)
      if (await isGenuine(options)) break
      strange += 1
      throw new FetchModelError('The hub sent other bytes than the model has.', strange < 2)
    } catch (error) {
      signal.throwIfAborted()
      const failure = error instanceof FetchModelError ? error : asFetchError(error)
      // A connection that breaks often gets there too, as long as each try brings something.
      fruitless = (await partBytes(target)) > before ? 1 : fruitless + 1
      if (!failure.isPassing || fruitless >= tries) throw failure
      await sleep(backOffMs(fruitless - 1, firstRetryMs, 30_000), undefined, { signal })
    }
  }
  const part = await open(partOf(target), 'r+')
  await part.sync().finally(() => part.close())
  await rename(partOf(target), target)
  await syncFolder(dirname(target))
  await rm(tagOf(target), { force: true })
}

/** How much of a file is here: all of it, or what an earlier try left. */
export async function receivedBytesOf(target: string): Promise<number> {
  return (await sizeOf(target)) ?? (await sizeOf(partOf(target))) ?? 0
}

async function isGenuine({ target, file, onProgress }: FetchFileOptions): Promise<boolean> {
  if (file.sha256 === null || (await sha256OfFile(partOf(target))) === file.sha256) return true
  await forget(target)
  onProgress(0)
  return false
}

const partBytes = async (target: string) => (await sizeOf(partOf(target))) ?? 0
const partOf = (target: string) => `${target}.part`
/** Beside a part: the entity tag that it came with. */
const tagOf = (target: string) => `${target}.part.etag`

async function receive(options: FetchFileOptions): Promise<void> {
  const { url, target, file, signal, stallMs = 30_000 } = options
  const wholeBytes = file.sha256 === null ? null : file.sizeBytes
  const mostBytes = wholeBytes ?? ('maxBytes' in file ? file.maxBytes : file.sizeBytes)
  let have = await partBytes(target)
  const tag = await readFile(tagOf(target), 'utf8').catch(() => null)
  // A part whose end nobody knows, or that is too long, cannot be gone on with.
  if (have > mostBytes || (have > 0 && wholeBytes === null && tag === null)) have = 0
  if (have === wholeBytes) return

  const watch = watchStall(stallMs, signal)
  try {
    const headers: Record<string, string> = { 'Accept-Encoding': 'identity' }
    if (have > 0) {
      headers.Range = `bytes=${have}-`
      if (tag !== null) headers['If-Range'] = tag
    }
    const response = await fetch(url, { headers, signal: watch.signal })
    const { status, body } = response
    if (status === 416) {
      await body?.cancel()
      await forget(target)
      throw new FetchModelError('The hub has less of the file than is here.', true)
    }
    if ((status !== 200 && status !== 206) || body === null) {
      await body?.cancel()
      throw refusal(status)
    }
    const start = status === 206 ? rangeStart(response) : 0
    if (start !== have && start !== 0) {
      await body.cancel()
      await forget(target)
      throw new FetchModelError('The hub sent another part of the file than was asked for.', true)
    }
    await rememberTag(target, response.headers.get('ETag'))
    const length = declaredEnd(response, start)
    await append({ ...options, body, start, mostBytes, onChunk: watch.onChunk })
    const end = await partBytes(target)
    if (end !== (wholeBytes ?? length ?? end)) {
      if (wholeBytes !== null && end > wholeBytes) await forget(target)
      throw new FetchModelError('The hub broke off in the middle.', true)
    }
  } finally {
    watch.stop()
  }
}

interface Appending extends Pick<FetchFileOptions, 'target' | 'onProgress'> {
  body: ReadableStream<Uint8Array>
  start: number
  mostBytes: number
  onChunk(): void
}

async function append({ target, body, start, mostBytes, onChunk, onProgress }: Appending) {
  const part = await open(partOf(target), start === 0 ? 'w' : 'r+')
  try {
    let at = start
    onProgress(at)
    for await (const chunk of body) {
      onChunk()
      if (at + chunk.length > mostBytes) {
        await part.truncate(0)
        throw new FetchModelError('The hub sent more than the model has.', false)
      }
      for (let done = 0; done < chunk.length; ) {
        const { bytesWritten } = await part.write(chunk, done, chunk.length - done, at + done)
        done += bytesWritten
      }
      at += chunk.length
      onProgress(at)
    }
  } finally {
    await part.close()
  }
}

/** Aborts when nothing came for `stallMs`, or when `signal` does. */
function watchStall(stallMs: number, signal: AbortSignal) {
  const stalled = new AbortController()
  const onStall = () =>
    stalled.abort(new FetchModelError('The hub stopped sending in the middle.', true))
  const timer = setTimeout(onStall, stallMs)
  return {
    signal: AbortSignal.any([stalled.signal, signal]),
    onChunk: () => void timer.refresh(),
    stop: () => clearTimeout(timer),
  }
}

/** Only a strong tag promises the same bytes. */
async function rememberTag(target: string, tag: string | null): Promise<void> {
  if (tag?.startsWith('"')) await writeFile(tagOf(target), tag)
  else await rm(tagOf(target), { force: true })
}

async function forget(target: string): Promise<void> {
  await rm(partOf(target), { force: true })
  await rm(tagOf(target), { force: true })
}

function rangeStart({ headers }: Response): number {
  const [, start] = /^bytes (\d+)-\d+\/(?:\d+|\*)$/.exec(headers.get('Content-Range') ?? '') ?? []
  return start === undefined ? Number.NaN : Number(start)
}

/** The length of the whole file, as the server says it; null when it does not. */
function declaredEnd({ headers }: Response, start: number): number | null {
  const length = headers.get('Content-Length')
  return length === null || headers.has('Content-Encoding') ? null : start + Number(length)
}

function refusal(status: number): FetchModelError {
  if (status === 429 || status >= 500) {
    return new FetchModelError(`The hub is busy (status ${status}).`, true)
  }
  return status === 404
    ? new FetchModelError('The hub does not have this model.', false)
    : new FetchModelError(`The hub refuses to give the model (status ${status}).`, false)
}

function asFetchError(error: unknown): FetchModelError {
  const code = error instanceof Error && 'code' in error ? error.code : null
  if (code === 'ENOSPC') return new FetchModelError('The disk is full.', false, error)
  if (code === 'EACCES' || code === 'EROFS') {
    return new FetchModelError('The folder for models cannot be written.', false, error)
  }
  return new FetchModelError('The hub cannot be reached, or the connection broke.', true, error)
}
