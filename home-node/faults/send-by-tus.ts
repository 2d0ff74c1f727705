import { Upload } from 'tus-js-client'
import { z } from 'zod'
import { type FileId, fileIdSchema } from '#contracts/ids'
import {
  finishedUploadHeaders,
  type UploadOutcomeName,
  uploadOutcomeNameSchema,
} from '#contracts/uploads'

export interface Sent {
  fileId: FileId
  outcome: UploadOutcomeName
  /** How often the client went back to ask where it stands. */
  resumes: number
}

export interface TusSending {
  endpoint: string
  token: string
  bytes: Uint8Array
  name: string
  chunkBytes?: number
  metadata?: Record<string, string>
  /** How many bytes the Worker has taken, after each request. */
  onProgress?: (acceptedBytes: number) => void
  /** How many bytes were handed to the network. */
  onSent?: (sentBytes: number) => void
}

/** Sends bytes with tus-js-client, which tries again for some minutes whatever happens. */
export async function sendByTus(sending: TusSending): Promise<Sent> {
  let resumes = 0
  let last: { getHeader(name: string): string | undefined } | null = null
  await new Promise<void>((resolve, reject) => {
    const upload = new Upload(Buffer.from(sending.bytes.buffer, 0, sending.bytes.byteLength), {
      endpoint: sending.endpoint,
      headers: { Authorization: `Bearer ${sending.token}` },
      metadata: { filename: sending.name, ...sending.metadata },
      chunkSize: sending.chunkBytes ?? Number.POSITIVE_INFINITY,
      retryDelays: Array.from({ length: 400 }, () => 300),
      storeFingerprintForResuming: false,
      onAfterResponse: (request, response) => {
        if (request.getMethod() === 'HEAD') resumes += 1
        last = response
      },
      onChunkComplete: (_, accepted) => sending.onProgress?.(accepted),
      onProgress: (sentBytes) => sending.onSent?.(sentBytes),
      onSuccess: () => resolve(),
      onError: reject,
    })
    upload.start()
  })
  const header = (name: string) => z.string().parse(readHeader(last, name))
  return {
    fileId: fileIdSchema.parse(header(finishedUploadHeaders.fileId)),
    outcome: uploadOutcomeNameSchema.parse(header(finishedUploadHeaders.outcome)),
    resumes,
  }
}

function readHeader(
  response: { getHeader(name: string): string | undefined } | null,
  name: string,
): string | undefined {
  return response?.getHeader(name)
}
