import { type DetailedError, Upload as TusUpload } from 'tus-js-client'
import { type FileId, fileIdSchema } from '#contracts/ids'
import {
  finishedUploadHeaders,
  type UploadOutcomeName,
  uploadOutcomeNameSchema,
} from '#contracts/uploads'
import { offline, toApiError } from '../api.ts'
import { type Destination, nextChunkBytes } from './upload-queue.ts'

/**
 * Sends a file in chunks, or what the vault has not got of it yet. Rejects with `ApiError` when it
 * breaks off, and with an AbortError when `signal` ends it; either way the same again goes on from
 * there, with the address that `onUrl` told.
 */
export function sendByTus(
  file: File,
  options: Destination & {
    sha256: string | null
    /** Of the upload that is to go on; null begins one. */
    url: string | null
    /** Whether the line broke off before: it begins with small chunks then. */
    isCareful: boolean
    bodyMaxBytes: number
    signal: AbortSignal
    onUrl: (url: string) => void
    onSent: (bytes: number) => void
  },
): Promise<{ fileId: FileId; outcome: UploadOutcomeName }> {
  const { spaceId, folderId, sha256, url, bodyMaxBytes, signal } = options
  let good = options.isCareful ? 0 : null
  return new Promise((resolve, reject) => {
    const upload = new TusUpload(file, {
      endpoint: '/api/uploads',
      uploadUrl: url,
      chunkSize: nextChunkBytes(good, bodyMaxBytes),
      // The queue tries again itself: it knows when the line is back.
      retryDelays: null,
      storeFingerprintForResuming: false,
      metadata: {
        filename: file.name,
        space: spaceId,
        ...(folderId === null ? {} : { folder: folderId }),
        ...(sha256 === null ? {} : { sha256 }),
      },
      onUploadUrlAvailable: () => {
        if (upload.url !== null) options.onUrl(upload.url)
      },
      onProgress: options.onSent,
      onChunkComplete: () => {
        if (good !== null) good++
        upload.options.chunkSize = nextChunkBytes(good, bodyMaxBytes)
      },
      onSuccess: ({ lastResponse }) => {
        const fileId = fileIdSchema.safeParse(lastResponse.getHeader(finishedUploadHeaders.fileId))
        const outcome = uploadOutcomeNameSchema.safeParse(
          lastResponse.getHeader(finishedUploadHeaders.outcome),
        )
        if (fileId.success && outcome.success) {
          resolve({ fileId: fileId.data, outcome: outcome.data })
        } else reject(toApiError(lastResponse.getStatus(), null))
      },
      onError: (error) => reject(reasonOf(error)),
    })
    signal.addEventListener(
      'abort',
      () => {
        void upload.abort()
        reject(new DOMException('The upload was stopped.', 'AbortError'))
      },
      { once: true },
    )
    upload.start()
  })
}

function reasonOf(error: Error | DetailedError): Error {
  const response = 'originalResponse' in error ? error.originalResponse : null
  if (!response || response.getStatus() === 0) return offline()
  let body: unknown = null
  try {
    body = JSON.parse(response.getBody())
  } catch {
    // The status says enough.
  }
  return toApiError(response.getStatus(), body)
}
