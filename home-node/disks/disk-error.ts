import { errnoOf } from './disk-fs.ts'

/**
 * | kind | meaning | what follows |
 * |---|---|---|
 * | missing | no marker, or another disk's | nothing is written or deleted there |
 * | full | no room beyond the reserve, or ENOSPC | others go on; tried again when there is room |
 * | read_only | the medium refuses writes, or failed too often | served from, not written to |
 * | io | EIO, or the bytes read back differ | counted; the third makes the disk read_only |
 */
export type DiskTrouble = 'missing' | 'full' | 'read_only' | 'io'

export class DiskError extends Error {
  readonly kind: DiskTrouble
  constructor(kind: DiskTrouble, detail: string, cause?: unknown) {
    super(detail, { cause })
    this.name = 'DiskError'
    this.kind = kind
  }
}

/** Puts a system error into the words above; other errors pass through. */
export function toDiskError(error: unknown): unknown {
  if (error instanceof DiskError) return error
  switch (errnoOf(error)) {
    case 'ENOSPC':
    case 'EDQUOT':
    case 'EFBIG':
      return new DiskError('full', 'the disk is full', error)
    case 'EROFS':
    case 'EACCES':
    case 'EPERM':
      return new DiskError('read_only', 'the disk cannot be written to', error)
    case 'EIO':
    case 'ENXIO':
    case 'ENODEV':
      return new DiskError('io', 'the disk reported an error', error)
    case 'ENOENT':
    case 'ENOTDIR':
      return new DiskError('missing', 'the disk is not where it was', error)
    default:
      return error
  }
}
