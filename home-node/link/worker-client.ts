import { z } from 'zod'
import type { FacesSeen } from '#contracts/faces'
import type { IndexResult } from '#contracts/found'
import { frameHead } from '#contracts/frames'
import {
  type CopyAck,
  changesResponseSchema,
  copyAcksResponseSchema,
  type DiskReport,
  type EnrolRequest,
  enrolResponseSchema,
  type FileWritings,
  type OriginalFrame,
  originalFrameSchema,
  type RenditionFrame,
  renditionFrameSchema,
  type VaultStatus,
  vaultStatusSchema,
  writingsResponseSchema,
} from '#contracts/home-node'
import { diskReportAnswerSchema } from '#contracts/home-report'
import type { FileId, JobId, OriginalId } from '#contracts/ids'
import {
  type HomeJobName,
  type IngestResult,
  type JobFailure,
  type LeasedJob,
  leaseResponseSchema,
} from '#contracts/jobs'
import { type LibraryFile, libraryPageSchema } from '#contracts/library'
import { problemSchema } from '#contracts/problem'
import { type SnapshotHead, snapshotHeaders, snapshotHeadSchema } from '#contracts/snapshots'
import { boundedBytes } from '../bounded-bytes.ts'
import type { Config } from '../config.ts'
import { withRetries } from '../retry.ts'
import type { Identity } from './identity.ts'
import { chunksOf, openBody } from './open-body.ts'
import { type Frame, readFrames } from './read-frames.ts'
import { signRequest, workerAudience } from './signed-request.ts'

/** The Worker could not be reached, or could not answer now: the same request may work later. */
export class WorkerAwayError extends Error {
  override name = 'WorkerAwayError'
}

/** The Worker understood the request and said no. `code` is its problem code. */
export class WorkerRefusedError extends Error {
  readonly status: number
  readonly code: string
  constructor(status: number, code: string, detail: string) {
    super(detail)
    this.name = 'WorkerRefusedError'
    this.status = status
    this.code = code
  }
}

/** An original on its way from the Worker. */
export interface IncomingOriginal {
  /** First byte that `body` holds: where the Worker resumed. */
  start: number
  sizeBytes: number
  body: AsyncIterable<Uint8Array>
}

/** Rows of a table as the Worker sealed them. */
export interface SnapshotPage {
  sealed: Uint8Array
  rows: number
  next: number | null
}

/** A thousand rows, of which a file's text may have 20,000 characters. */
const snapshotPageMaxBytes = 100_000_000

export interface WorkerClientOptions extends Pick<Config, 'workerUrl' | 'accessToken'> {
  identity: Pick<Identity, 'homeNodeId' | 'privateKey'>
  /** Longest wait for an answer, in milliseconds. */
  timeoutMs?: number
  /** Longest silence before and within a streamed body, in milliseconds. */
  idleMs?: number
  /** Ends every request when the home node stops. */
  signal?: AbortSignal
}

interface Call {
  method: 'GET' | 'PUT' | 'POST'
  target: string
  json?: unknown
  bytes?: Uint8Array
  headers?: Record<string, string>
}

function refusal(status: number, text: string): Error {
  if (status >= 500 || status === 429 || status < 400) {
    return new WorkerAwayError(`the Worker answered ${status}`)
  }
  const json = z
    .string()
    .transform((value) => JSON.parse(value))
    .pipe(problemSchema)
    .safeParse(text.startsWith('{') ? text : '{}')
  return json.success
    ? new WorkerRefusedError(status, json.data.code, json.data.detail)
    : new WorkerRefusedError(status, 'unknown', `the Worker answered ${status}`)
}

/** An error's text, as far as it comes; no more than a problem ever has. */
async function textOf(chunks: AsyncIterable<Uint8Array>): Promise<string> {
  const bytes = await boundedBytes(chunks, 65_536).catch(() => new Uint8Array())
  return Buffer.from(bytes).toString()
}

/** Parses `bytes start-end/size`; null when it is anything else. */
function parseContentRange(
  header: string | undefined,
): { start: number; sizeBytes: number } | null {
  const match = /^bytes (\d+)-\d+\/(\d+)$/.exec(header ?? '')
  return match ? { start: Number(match[1]), sizeBytes: Number(match[2]) } : null
}

/**
 * The Worker's `/api/home` routes. Every call is signed anew, every answer parsed. Calls that may be
 * repeated without harm are tried a few times; none waits for ever. Rejects with `WorkerAwayError`
 * or `WorkerRefusedError`.
 */
export function makeWorkerClient(options: WorkerClientOptions) {
  const { identity, workerUrl, accessToken, timeoutMs = 20_000, idleMs = 30_000 } = options
  const signer = { key: identity.homeNodeId, privateKey: identity.privateKey }
  const stopped = options.signal ? [options.signal] : []

  const headersFor = (method: string, target: string, body?: Uint8Array) => ({
    ...signRequest(signer, {
      audience: workerAudience,
      method,
      target,
      ...(body === undefined ? {} : { body }),
    }),
    ...(accessToken === null
      ? {}
      : {
          'CF-Access-Client-Id': accessToken.clientId,
          'CF-Access-Client-Secret': accessToken.clientSecret,
        }),
  })

  async function send(call: Call, signal: AbortSignal): Promise<Response> {
    const body = call.json === undefined ? call.bytes : Buffer.from(JSON.stringify(call.json))
    let response: Response
    try {
      response = await fetch(workerUrl + call.target, {
        method: call.method,
        headers: {
          ...headersFor(call.method, call.target, body),
          ...(call.json === undefined ? {} : { 'Content-Type': 'application/json' }),
          ...call.headers,
        },
        ...(body === undefined ? {} : { body: new Uint8Array(body) }),
        redirect: 'manual',
        signal,
      })
    } catch (error) {
      throw new WorkerAwayError('the Worker cannot be reached', { cause: error })
    }
    if (!response.ok) throw refusal(response.status, await response.text().catch(() => ''))
    return response
  }

  async function once<T>(call: Call, schema: z.ZodType<T>): Promise<T> {
    const signal = AbortSignal.any([AbortSignal.timeout(timeoutMs), ...stopped])
    const response = await send(call, signal)
    if (response.status === 204) return schema.parse(undefined)
    let json: unknown
    try {
      json = await response.json()
    } catch (error) {
      throw new WorkerAwayError('the answer of the Worker broke off', { cause: error })
    }
    return schema.parse(json)
  }

  const repeatable = <T>(call: Call, schema: z.ZodType<T>): Promise<T> =>
    withRetries(
      {
        tries: 4,
        isRetryable: (error) => error instanceof WorkerAwayError,
        ...(options.signal ? { signal: options.signal } : {}),
      },
      () => once(call, schema),
    )
  const anything = z.unknown()

  /** Sends a request whose answer is read as it comes; the body rejects when it falls silent. */
  async function openStream(call: Call) {
    const idle = new AbortController()
    const timer = setTimeout(() => idle.abort(), idleMs)
    try {
      const signal = AbortSignal.any([idle.signal, ...stopped])
      const response = await openBody(
        {
          url: workerUrl + call.target,
          method: call.method,
          headers: {
            ...headersFor(call.method, call.target, call.bytes),
            'Accept-Encoding': 'identity',
            ...call.headers,
          },
          ...(call.bytes === undefined ? {} : { body: call.bytes }),
        },
        signal,
      ).catch((error) => {
        throw new WorkerAwayError('the Worker cannot be reached', { cause: error })
      })
      const status = response.statusCode ?? 0
      const chunks = chunksOf(response, () => timer.refresh())
      if (status !== 200 && status !== 206) throw refusal(status, await textOf(chunks))
      const body = async function* () {
        try {
          yield* chunks
        } catch (error) {
          throw new WorkerAwayError('the answer broke off', { cause: error })
        } finally {
          clearTimeout(timer)
        }
      }
      return { status, headers: response.headers, body: body() }
    } catch (error) {
      clearTimeout(timer)
      throw error
    }
  }

  async function* openFrames<Head extends { sizeBytes: number }>(
    target: string,
    json: object,
    parse: (head: unknown) => Head,
  ): AsyncGenerator<Frame<Head>> {
    const { body } = await openStream({
      ...{ method: 'POST', target },
      bytes: Buffer.from(JSON.stringify(json)),
      headers: { 'Content-Type': 'application/json' },
    })
    try {
      yield* readFrames(body, parse, ({ sizeBytes }) => sizeBytes)
    } catch (error) {
      if (error instanceof WorkerAwayError) throw error
      throw new WorkerAwayError('the frames cannot be understood', { cause: error })
    }
  }

  return {
    /** Headers of a signed request without a body, for the wake socket. */
    headersFor,

    enrol: (request: EnrolRequest) =>
      once({ method: 'POST', target: '/api/home/enrol', json: request }, enrolResponseSchema),

    reportDisks: (report: DiskReport) =>
      repeatable(
        { method: 'PUT', target: '/api/home/disks', json: report },
        diskReportAnswerSchema,
      ),

    changes: (after: number, limit: number) =>
      repeatable(
        { method: 'GET', target: `/api/home/changes?after=${after}&limit=${limit}` },
        changesResponseSchema,
      ),

    /** Not repeated: a lease whose answer was lost ends by itself. */
    async leaseJobs(
      max: number,
      wanted: { name?: HomeJobName; engines?: readonly string[] } = {},
    ): Promise<LeasedJob[]> {
      const json = { max, ...wanted }
      const call: Call = { method: 'POST', target: '/api/home/jobs/lease', json }
      return (await once(call, leaseResponseSchema)).jobs
    },

    /** Ends a job with what was found and the renditions that the result lists, in its order. */
    async finishJob(
      jobId: JobId,
      result: IngestResult,
      renditions: Uint8Array[] = [],
    ): Promise<void> {
      const target = `/api/home/jobs/${jobId}/done`
      const bytes = Buffer.concat([frameHead(result), ...renditions])
      await repeatable({ method: 'POST', target, bytes }, anything)
    },

    /** Ends an `index-file` job with what engines found. */
    async reportFound(jobId: JobId, result: IndexResult): Promise<void> {
      const target = `/api/home/jobs/${jobId}/found`
      await repeatable({ method: 'POST', target, json: result }, anything)
    },

    /** Ends a `find-faces` job with the faces of the file. */
    async reportFaces(jobId: JobId, seen: FacesSeen): Promise<void> {
      const target = `/api/home/jobs/${jobId}/faces`
      await repeatable({ method: 'POST', target, json: seen }, anything)
    },

    async failJob(jobId: JobId, failure: JobFailure): Promise<void> {
      const target = `/api/home/jobs/${jobId}/failed`
      await repeatable({ method: 'POST', target, json: failure }, anything)
    },

    /**
     * Opens an original from byte `from` on. `start` of the answer is 0 when the Worker did not
     * resume. The body rejects with `WorkerAwayError` when it breaks off or falls silent.
     */
    async openOriginal(originalId: OriginalId, from = 0): Promise<IncomingOriginal> {
      const target = `/api/home/originals/${originalId}`
      const range = from === 0 ? {} : { Range: `bytes=${from}-` }
      const { status, headers, body } = await openStream({ method: 'GET', target, headers: range })
      const part = status === 206 ? parseContentRange(headers['content-range']) : null
      const sizeBytes = part?.sizeBytes ?? Number(headers['content-length'])
      return { start: part?.start ?? 0, sizeBytes, body }
    },

    /**
     * Several originals in one request, in the order asked for; some may be missing. Each body must
     * be read before the next is asked for. Rejects with `WorkerAwayError` when the stream breaks
     * off: what came before that came whole.
     */
    async *openOriginals(ids: OriginalId[]): AsyncGenerator<Frame<OriginalFrame>> {
      const target = '/api/home/originals/batch'
      yield* openFrames(target, { ids }, (head) => originalFrameSchema.parse(head))
    },

    /** The largest rendition of several files, likewise. */
    async *openRenditions(fileIds: FileId[]): AsyncGenerator<Frame<RenditionFrame>> {
      const target = '/api/home/renditions/batch'
      yield* openFrames(target, { fileIds }, (head) => renditionFrameSchema.parse(head))
    },

    /** All files as disks show them, a page at a time. */
    async library(after: FileId | null): Promise<LibraryFile[]> {
      const target = `/api/home/library${after === null ? '' : `?after=${after}`}`
      return (await repeatable({ method: 'GET', target }, libraryPageSchema)).files
    },

    /** Certain files, at most 500; those in trash are left out. */
    async libraryOf(fileIds: FileId[]): Promise<LibraryFile[]> {
      const call: Call = { method: 'POST', target: '/api/home/library', json: { fileIds } }
      return (await repeatable(call, libraryPageSchema)).files
    },

    /** Tells what became of copies; answers the originals that the cloud does not know. */
    async acknowledge(copies: CopyAck[]): Promise<OriginalId[]> {
      const call: Call = { method: 'POST', target: '/api/home/copies', json: { copies } }
      return (await repeatable(call, copyAcksResponseSchema)).unknown
    },

    /** What people wrote about files; of those that were purged nothing is answered. */
    async writings(fileIds: FileId[]): Promise<FileWritings[]> {
      const call: Call = { method: 'POST', target: '/api/home/writings', json: { fileIds } }
      return (await repeatable(call, writingsResponseSchema)).files
    },

    /** What a snapshot reads. Refused with `capability_missing` where there is no recovery key. */
    snapshotHead: (): Promise<SnapshotHead> =>
      repeatable({ method: 'GET', target: '/api/home/snapshot' }, snapshotHeadSchema),

    /** One page of a table, sealed, and where the next begins; null after the last. */
    async snapshotPage(table: string, after: number): Promise<SnapshotPage> {
      const target = `/api/home/snapshot/${table}?after=${after}`
      const { body, headers } = await openStream({ method: 'GET', target })
      const next = z.coerce
        .number()
        .int()
        .optional()
        .parse(headers[snapshotHeaders.next.toLowerCase()])
      return {
        sealed: await boundedBytes(body, snapshotPageMaxBytes),
        rows: z.coerce.number().int().parse(headers[snapshotHeaders.rows.toLowerCase()]),
        next: next ?? null,
      }
    },

    status: (): Promise<VaultStatus> =>
      once({ method: 'GET', target: '/api/home/status' }, vaultStatusSchema),
  }
}
export type WorkerClient = ReturnType<typeof makeWorkerClient>
