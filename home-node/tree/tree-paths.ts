import { join } from 'node:path'
import type { LibraryFile } from '#contracts/library'

/** The usual ending for a type; else what the file's own name ends with, if that is harmless. */
const endings: Record<string, string> = {
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/webp': 'webp',
  'image/gif': 'gif',
  'image/heic': 'heic',
  'image/heif': 'heif',
  'image/avif': 'avif',
  'image/tiff': 'tiff',
  'video/mp4': 'mp4',
  'video/quicktime': 'mov',
  'video/webm': 'webm',
  'application/pdf': 'pdf',
}

export function endingOf({ mimeType, name }: Pick<LibraryFile, 'mimeType' | 'name'>): string {
  const own = /\.([a-z0-9]{1,8})$/i.exec(name)?.[1]?.toLowerCase()
  return endings[mimeType] ?? own ?? 'bin'
}

/** Below the root of a disk; ids alone, so that no name of a user becomes a path. */
export function filePath(
  root: string,
  file: Pick<LibraryFile, 'userId' | 'fileId' | 'mimeType' | 'name'>,
): string {
  return join(root, 'users', file.userId, 'files', `${file.fileId}.${endingOf(file)}`)
}

export function thumbnailPath(
  root: string,
  { userId, fileId }: Pick<LibraryFile, 'userId' | 'fileId'>,
): string {
  return join(root, 'users', userId, 'thumbnails', `${fileId}.webp`)
}

export const usersDir = (root: string) => join(root, 'users')
export const manifestDir = (root: string) => join(root, 'manifest')
