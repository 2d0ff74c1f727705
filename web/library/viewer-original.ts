import { useEffect, useState } from 'preact/hooks'
import type { FileView } from '#contracts/files'
import type { FileId } from '#contracts/ids'
import { problemSchema } from '#contracts/problem'
import { ApiError, sentenceOf } from '../api.ts'
import { formatBytes } from '../ui/format.ts'

/** The longer side of the large rendition, in pixels. */
export const largeSidePx = 1_600

/** The largest original that a page takes into its memory. */
const maxOriginalBytes = 60_000_000

/** Pictures that every browser of today shows. */
const shownTypes = new Set(['image/jpeg', 'image/png', 'image/gif', 'image/webp', 'image/avif'])

export function originalAddress(id: FileId): string {
  return `/api/files/${id}/download`
}

/** All pixels of an edited picture, with what the original says of itself. */
export function editedAddress(id: FileId): string {
  return `/api/images/${id}/transform?quality=92&strip=false&download=1`
}

/** Why the original of a picture is not shown itself, as a sentence; null when it can be. */
export function whyNotOriginal(
  file: Pick<FileView, 'mimeType' | 'sizeBytes' | 'edit'>,
): string | null {
  if (file.edit) return `This picture is edited. This is the ${largeSidePx} px preview.`
  if (!shownTypes.has(file.mimeType)) {
    return `Browsers do not show ${kindOfType(file.mimeType)}. This is the ${largeSidePx} px preview.`
  }
  if (file.sizeBytes > maxOriginalBytes) {
    return `The original has ${formatBytes(file.sizeBytes)}: download it to see every pixel.`
  }
  return null
}

/** Whether the large rendition leaves pixels of the picture out. */
export function hasMorePixels(file: Pick<FileView, 'width' | 'height'>): boolean {
  return Math.max(file.width ?? 0, file.height ?? 0) > largeSidePx
}

/** Whether the original has to be shown for the picture to move. */
export function movesItself(
  file: Pick<FileView, 'mimeType' | 'isAnimated' | 'sizeBytes' | 'edit'>,
) {
  return (file.isAnimated || file.mimeType === 'image/gif') && whyNotOriginal(file) === null
}

/** Kinds whose name in a type says nothing to people. */
const knownNames: Record<string, string> = {
  quicktime: 'QuickTime',
  matroska: 'Matroska',
  msvideo: 'AVI',
  mp1s: 'MPEG',
  mp2p: 'MPEG',
  'ms-asf': 'Windows Media',
}

/** `image/heic` → `HEIC pictures`, `video/quicktime` → `QuickTime films`. */
export function kindOfType(mimeType: string): string {
  const [kind, name = ''] = mimeType.split('/')
  const short = name.replace(/^(x-|vnd\.)+/, '').replace(/[;+].*$/, '')
  const plural = { image: 'pictures', video: 'films', audio: 'recordings' }[kind ?? '']
  return plural
    ? `${knownNames[short.toLowerCase()] ?? short.toUpperCase()} ${plural}`
    : 'files of this kind'
}

/**
 * The bytes of an original. Throws `ApiError` with the vault's own sentence, for instance when they
 * are at home and the home node is away.
 */
export async function fetchOriginal(
  file: Pick<FileView, 'id' | 'mimeType' | 'sizeBytes'>,
  options: { signal: AbortSignal; onLoaded?: (share: number) => void },
): Promise<Blob> {
  const response = await askFor(file.id, options.signal)
  const parts: Uint8Array<ArrayBuffer>[] = []
  let loadedBytes = 0
  for await (const part of response.body ?? []) {
    parts.push(part)
    loadedBytes += part.length
    options.onLoaded?.(loadedBytes / Math.max(1, file.sizeBytes))
  }
  return new Blob(parts, { type: file.mimeType })
}

/** Why an original does not come, as a sentence; null when it does. */
export async function whyNoOriginal(id: FileId, signal: AbortSignal): Promise<string | null> {
  try {
    const response = await askFor(id, signal, { Range: 'bytes=0-0' })
    await response.body?.cancel()
    return null
  } catch (error) {
    return sentenceOf(error)
  }
}

async function askFor(
  id: FileId,
  signal: AbortSignal,
  headers: Record<string, string> = {},
): Promise<Response> {
  const response = await fetch(originalAddress(id), { signal, headers }).catch((error: unknown) => {
    if (signal.aborted) throw error
    throw new ApiError(0, 'offline', 'The vault cannot be reached. Check the connection.')
  })
  if (response.ok) return response
  const problem = problemSchema.safeParse(await response.json().catch(() => null))
  if (problem.success) throw new ApiError(response.status, problem.data.code, problem.data.detail)
  throw new ApiError(response.status, 'internal', `The vault answered ${response.status}.`)
}

export type OriginalPicture =
  | { state: 'none' }
  | { state: 'loading'; share: number }
  | { state: 'ready'; url: string }
  | { state: 'failed'; sentence: string }

/** The original of a picture as an address for `img`, once it is wanted; ended when it is not shown. */
export function useOriginal(file: FileView, isWanted: boolean): OriginalPicture {
  const [picture, setPicture] = useState<OriginalPicture>({ state: 'none' })
  useEffect(() => {
    if (!isWanted) return
    const stop = new AbortController()
    let url: string | null = null
    setPicture({ state: 'loading', share: 0 })
    fetchOriginal(file, {
      signal: stop.signal,
      onLoaded: (share) => setPicture({ state: 'loading', share }),
    }).then(
      (blob) => {
        if (stop.signal.aborted) return
        url = URL.createObjectURL(blob)
        setPicture({ state: 'ready', url })
      },
      (error: unknown) => {
        if (stop.signal.aborted) return
        setPicture({ state: 'failed', sentence: sentenceOf(error) })
      },
    )
    return () => {
      stop.abort()
      if (url !== null) URL.revokeObjectURL(url)
    }
    // The bytes of a file never change.
  }, [file.id, isWanted])
  return picture
}
