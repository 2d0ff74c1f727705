import fs from 'node:fs/promises'

/** The part of an open file that a disk store uses. */
export interface DiskFile {
  read(
    buffer: Uint8Array,
    offset: number,
    length: number,
    position: number,
  ): Promise<{ bytesRead: number }>
  write(
    buffer: Uint8Array,
    offset: number,
    length: number,
    position: number,
  ): Promise<{ bytesWritten: number }>
  truncate(sizeBytes: number): Promise<void>
  sync(): Promise<void>
  stat(): Promise<{ size: number }>
  close(): Promise<void>
}

/** The file system calls that a disk store makes: few, so that each can be made to fail. */
export interface DiskFs {
  open(path: string, flags: string | number, mode?: number): Promise<DiskFile>
  rename(from: string, to: string): Promise<void>
  unlink(path: string): Promise<void>
  mkdir(path: string): Promise<unknown>
  readdir(path: string): Promise<string[]>
  readFile(path: string, encoding: 'utf8'): Promise<string>
  stat(path: string): Promise<{ size: number; dev: number; ino: number; mtimeMs: number }>
  statfs(path: string): Promise<{ bsize: number; blocks: number; bavail: number }>
}

export const realFs: DiskFs = fs

/** The system's error code (`ENOSPC`, `EIO` …), or null for other errors. */
export function errnoOf(error: unknown): string | null {
  return error instanceof Error && 'code' in error && typeof error.code === 'string'
    ? error.code
    : null
}
