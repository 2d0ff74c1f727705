import type { Context, MiddlewareHandler } from 'hono'
import { z } from 'zod'
import {
  type TusChecksumAlgorithm,
  tusChecksumAlgorithmSchema,
  tusVersion,
  type UploadMetadata,
  uploadMetadataSchema,
} from '#contracts/uploads'
import type { AppEnv } from '../app-env.ts'
import { AppError } from '../errors.ts'
import type { Checksum } from './lane-messages.ts'

/** Every answer says which tus it is, refusals too. */
export const sayVersion: MiddlewareHandler<AppEnv> = async (c, next) => {
  c.header('Tus-Resumable', tusVersion)
  await next()
}

/** Throws `unsupported_version` for a client that speaks another tus, or none. */
export function requireVersion(c: Context<AppEnv>) {
  if (c.req.header('Tus-Resumable') === tusVersion) return
  c.header('Tus-Version', tusVersion)
  throw new AppError('unsupported_version', `This is tus ${tusVersion}: say so in Tus-Resumable.`)
}

/** A header that is a whole number of bytes; null when it is not there. */
export function byteCountOf(c: Context<AppEnv>, name: string): number | null {
  const text = c.req.header(name)
  if (text === undefined) return null
  const parsed = z.coerce.number().int().nonnegative().safeParse(text)
  if (!/^\d{1,16}$/.test(text) || !parsed.success || !Number.isSafeInteger(parsed.data)) {
    throw new AppError('validation_failed', `${name} is not a number of bytes.`)
  }
  return parsed.data
}

/** `key base64,key base64`, as tus has it. Throws `validation_failed`. */
export function metadataOf(c: Context<AppEnv>): UploadMetadata {
  const header = c.req.header('Upload-Metadata') ?? ''
  if (header.length > 16_384) throw unreadable('it is longer than 16 KB')
  const pairs: Record<string, string> = {}
  for (const pair of header.split(',').filter((text) => text.trim() !== '')) {
    const [, key, value = ''] =
      /^\s*([^\s,]{1,64})(?: ([A-Za-z0-9+/]*={0,2}))?\s*$/.exec(pair) ?? []
    if (key === undefined) throw unreadable('it is no list of keys and base64')
    if (Object.hasOwn(pairs, key)) throw unreadable(`${key} comes twice`)
    // A client that knows nothing to say of a key may send it empty.
    if (value !== '') pairs[key] = textOf(value)
  }
  const parsed = uploadMetadataSchema.safeParse(pairs)
  if (!parsed.success) throw unreadable(z.prettifyError(parsed.error))
  return parsed.data
}

function textOf(base64: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(
      Buffer.from(base64, 'base64'),
    )
  } catch {
    throw unreadable('a value is not UTF-8')
  }
}

function unreadable(why: string): AppError {
  return new AppError('validation_failed', `Upload-Metadata cannot be read: ${why}.`)
}

const digestBytes: Record<TusChecksumAlgorithm, number> = { sha256: 32, sha1: 20, md5: 16 }

/** `sha1 base64` of the body; null when the client promises nothing. Throws `validation_failed`. */
export function checksumOf(c: Context<AppEnv>): Checksum | null {
  const header = c.req.header('Upload-Checksum')
  if (header === undefined) return null
  const [, name, base64 = ''] = /^([a-z0-9]+) ([A-Za-z0-9+/]+={0,2})$/.exec(header) ?? []
  const algorithm = tusChecksumAlgorithmSchema.safeParse(name)
  const bytes = Buffer.from(base64, 'base64')
  if (!algorithm.success || bytes.length !== digestBytes[algorithm.data]) {
    throw new AppError('validation_failed', 'Upload-Checksum is none that this vault can check.')
  }
  return { algorithm: algorithm.data, hex: bytes.toString('hex') }
}
