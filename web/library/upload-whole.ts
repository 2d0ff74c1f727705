import { type UploadOutcome, uploadOutcomeSchema } from '#contracts/files'
import { offline, toApiError } from '../api.ts'
import type { Destination } from './upload-queue.ts'

/**
 * Sends one file as it is, telling how much has gone. XMLHttpRequest, because fetch cannot tell.
 * Rejects with `ApiError`, or with an AbortError when `signal` ends it.
 */
export function uploadFile(
  file: File,
  options: Destination & {
    sha256: string | null
    signal: AbortSignal
    onSent: (bytes: number) => void
  },
): Promise<UploadOutcome> {
  const query = new URLSearchParams({ name: file.name, space: options.spaceId })
  if (options.folderId !== null) query.set('folder', options.folderId)
  if (options.sha256) query.set('sha256', options.sha256)
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open('POST', `/api/files/upload?${query}`)
    request.responseType = 'json'
    request.setRequestHeader('Content-Type', 'application/octet-stream')
    request.upload.onprogress = (event) => options.onSent(event.loaded)
    request.onload = () => {
      const outcome = uploadOutcomeSchema.safeParse(request.response)
      if (outcome.success) resolve(outcome.data)
      else reject(toApiError(request.status, request.response))
    }
    request.onerror = () => reject(offline())
    request.onabort = () => reject(new DOMException('The upload was cancelled.', 'AbortError'))
    options.signal.addEventListener('abort', () => request.abort(), { once: true })
    request.send(file)
  })
}
