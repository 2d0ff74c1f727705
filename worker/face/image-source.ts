import { createHash } from 'node:crypto'
import { fileIdSchema, sha256Schema } from '#contracts/ids'
import type { ImageSource } from '#contracts/image-engine'
import type { Deps } from '../deps.ts'
import { AppError, noSuchFile } from '../errors.ts'
import { openOriginal } from '../files/download.ts'
import { requireFile } from '../files/find-file.ts'
import { sniffBytes, sniffType } from '../files/sniff-type.ts'
import type { Actor } from '../spaces/access.ts'
import { wholeBody } from './whole-body.ts'

export type SourceDeps = Pick<
  Deps,
  'db' | 'originals' | 'homeOriginals' | 'outbound' | 'config' | 'now' | 'defer'
>

/** A picture as a call gave it: bytes of a form, or words that say where it is. */
export type GivenImage = Uint8Array | string

const urlLimits = { headersMs: 10_000, idleMs: 10_000, totalMs: 30_000, redirectsMax: 3 }

/**
 * Opens a picture that a caller gave: its bytes, an address on the public Internet, `file:` with the
 * id of a file that they may see, a data URL, or base64. Throws what says why it is none: the same for
 * every path of a server, which nobody outside can mean. Without an actor no file can be meant.
 */
export async function openGivenImage(
  deps: SourceDeps,
  actor: Actor | null,
  given: GivenImage,
): Promise<ImageSource> {
  if (typeof given !== 'string') return await sourceOf(deps, given)
  if (given.startsWith('file:') && actor)
    return await fileSource(deps, actor, given.slice('file:'.length))
  if (/^https?:\/\//i.test(given)) return await sourceOf(deps, await fetchImage(deps, given))
  const base64 = /^data:image\/[a-z+.-]{1,20};base64,/i.exec(given)?.[0] ?? ''
  return await sourceOf(deps, bytesOfBase64(given.slice(base64.length)))
}

async function fileSource(deps: SourceDeps, actor: Actor, text: string): Promise<ImageSource> {
  const id = fileIdSchema.safeParse(text)
  if (!id.success) throw notAnImage('After file: comes the id of a file, as in file:fil_….')
  const { credential } = actor
  if (credential.kind === 'key' && !credential.scopes.has('read')) {
    throw new AppError('forbidden', 'This key lacks the scope "read", which file: needs.')
  }
  const file = await requireFile(deps, actor, id.data, 'viewer')
  if (file.kind !== 'image' || file.trashedAt !== null) throw noSuchFile()
  const { sha256, sizeBytes } = file
  return {
    ...{ sha256, sizeBytes },
    open: async () => (await openOriginal(deps, file, undefined)).opened.body,
  }
}

async function fetchImage(deps: SourceDeps, address: string): Promise<Uint8Array> {
  const maxBytes = deps.config.imageApiMaxBytes
  const request = { method: 'GET', headers: { Accept: 'image/*' } } as const
  const { status, body } = await deps.outbound.fetch(address, request, { ...urlLimits, maxBytes })
  if (status !== 200 || body === null) {
    await body?.cancel()
    throw new AppError('source_failed', `This address gave no picture: it answered ${status}.`)
  }
  return await wholeBody(body)
}

function bytesOfBase64(text: string): Uint8Array {
  if (text.length < 64 || !/^[A-Za-z0-9+/_-]+={0,2}\s*$/.test(text)) {
    throw notAnImage(
      'This is no picture: send an address (https://…), base64, a data URL, or file: with the id of a file. A path means nothing here.',
    )
  }
  return Buffer.from(text, 'base64')
}

async function sourceOf({ config }: Pick<Deps, 'config'>, bytes: Uint8Array): Promise<ImageSource> {
  if (bytes.length > config.imageApiMaxBytes) {
    const detail = `A picture may have at most ${config.imageApiMaxBytes} bytes.`
    throw new AppError('too_large', detail)
  }
  const { kind } = await sniffType(bytes.subarray(0, sniffBytes))
  if (kind !== 'image') {
    throw notAnImage('This is no picture of a kind that is known here, as JPEG, PNG or WebP are.')
  }
  const sha256 = sha256Schema.parse(createHash('sha256').update(bytes).digest('hex'))
  return {
    ...{ sha256, sizeBytes: bytes.length, bytes },
    open: async () => new Blob([new Uint8Array(bytes)]).stream(),
  }
}

function notAnImage(detail: string): AppError {
  return new AppError('validation_failed', detail)
}
