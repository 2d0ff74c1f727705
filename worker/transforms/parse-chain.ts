import { type FileId, fileIdSchema } from '#contracts/ids'
import { AppError } from '../errors.ts'
import { readCloudflare } from './aliases/cloudflare.ts'
import { readCloudinary } from './aliases/cloudinary.ts'
import { readImgproxy } from './aliases/imgproxy.ts'
import type { Entry } from './draft.ts'

// [Note: Addresses of chains]
// /t/{chain}/{file}.{extension}
// The chain is the query with commas or slashes where that has ampersands: `resize=300x,rotate=90`;
// `-` is an empty one. After /t/imgproxy/, /t/cloudinary/ and /t/cloudflare/ it is read as those
// write it. The extension is the format, unless the chain says `format=`. Values are escaped as
// anywhere in a path; a query is refused, so that there is one spelling of each address.

const formats: Readonly<Record<string, string>> = {
  jpg: 'jpeg',
  jpeg: 'jpeg',
  png: 'png',
  webp: 'webp',
  avif: 'avif',
  gif: 'gif',
  auto: 'auto',
}

export interface ParsedChain {
  fileId: FileId
  entries: Entry[]
  /** The format that the extension names; undefined without one. */
  extension: string | undefined
}

/** With the extension's format, unless the parameters, those of presets too, name one themselves. */
export function withExtension(entries: Entry[], extension: string | undefined): Entry[] {
  const isSaid = entries.some(([name]) => name === 'format')
  return extension === undefined || isSaid ? entries : [...entries, ['format', extension]]
}

/**
 * What a path below /t/ asks for. Throws `not_found` when it names no file, and `validation_failed`.
 */
export function parseChain(path: string): ParsedChain {
  const segments = path.replace(/^\//, '').split('/')
  const last = segments.pop() ?? ''
  const [, id, extension = ''] = /^(\w+)(?:\.(\w+))?$/.exec(last) ?? []
  const fileId = fileIdSchema.safeParse(id)
  if (!fileId.success) throw new AppError('not_found', 'There is no such image.')
  const entries = unescaped(() => readSegments(segments.filter((segment) => segment !== '')))
  const format = Object.hasOwn(formats, extension) ? formats[extension] : undefined
  if (extension !== '' && format === undefined) {
    const detail = `There are no pictures of “.${extension}”: ${Object.keys(formats).join(', ')} are made.`
    throw new AppError('validation_failed', detail)
  }
  return { fileId: fileId.data, entries, extension: format }
}

function readSegments(segments: string[]): Entry[] {
  const [first = '', ...rest] = segments
  if (first === 'imgproxy') return readImgproxy(rest)
  if (first === 'cloudinary') return readCloudinary(rest)
  if (first === 'cloudflare') return readCloudflare(rest.join(','))
  const parts = segments.flatMap((segment) => segment.split(','))
  return parts.filter((part) => part !== '' && part !== '-').map(readPart)
}

function readPart(part: string): Entry {
  const at = part.indexOf('=')
  const [name, value] = at < 0 ? [part, ''] : [part.slice(0, at), part.slice(at + 1)]
  return [decodeURIComponent(name), decodeURIComponent(value)]
}

function unescaped<Value>(read: () => Value): Value {
  try {
    return read()
  } catch (error) {
    if (!(error instanceof URIError)) throw error
    throw new AppError('validation_failed', 'The address has a “%” that escapes nothing.')
  }
}

/** Parameters as a chain: the path form of the same recipe. */
export function printChain(entries: readonly Entry[]): string {
  const parts = entries.map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
  return parts.length === 0 ? '-' : parts.join(',')
}
