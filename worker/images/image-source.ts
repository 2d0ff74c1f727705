import type { ImageSource } from '#contracts/image-engine'
import type { Deps } from '../deps.ts'
import { AppError } from '../errors.ts'
import type { FoundFile } from '../files/find-file.ts'
import { originalKey } from '../originals/keys.ts'
import { isOnDisk } from './queries.ts'

/** A file's original for an engine. It opens with `gone` when R2 has it no more. */
export function imageSourceOf(deps: Pick<Deps, 'db' | 'originals'>, file: FoundFile): ImageSource {
  const { spaceId, originalId, sha256, sizeBytes, mimeType, width, height } = file
  const size = width !== null && height !== null ? { width, height } : null
  return {
    ...{ sha256, sizeBytes, picture: { mimeType, size } },
    isOnDisk: () => isOnDisk(deps.db, originalId),
    async open() {
      const opened = await deps.originals.open(originalKey(spaceId, originalId))
      if (!opened) throw new AppError('gone', 'The original is not in R2.')
      return opened.body
    },
  }
}
