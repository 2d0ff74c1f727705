import { env } from 'cloudflare:workers'
import type { Env } from '../env.ts'
import { origin, request, type TestUser } from './harness.ts'

/** The smallest parts that R2 takes, so that a test needs few bytes for many of them. */
export const testPartBytes = 5_242_880

export interface TusClient {
  bindings: Env
  call(
    method: string,
    path: string,
    headers?: Record<string, string>,
    body?: BodyInit,
  ): Promise<Response>
  /** Resolves to the upload's path. */
  create(sizeBytes: number, metadata?: Record<string, string>): Promise<string>
  patch(
    path: string,
    offset: number,
    body: BodyInit,
    headers?: Record<string, string>,
  ): Promise<Response>
  /** How many bytes are durable. */
  offset(path: string): Promise<number>
}

/** Speaks tus as a page of this user, letter by letter. */
export function tusClient(user: TestUser, more: Record<string, unknown> = {}): TusClient {
  const bindings = { ...env, UPLOAD_PART_BYTES: String(testPartBytes), ...more }
  const call: TusClient['call'] = async (method, path, headers = {}, body) => {
    const all = { Cookie: user.cookie, Origin: origin, 'Tus-Resumable': '1.0.0', ...headers }
    return await request(path, { method, headers: all, ...(body && { body }) }, bindings)
  }
  return {
    bindings,
    call,
    async create(sizeBytes, metadata = {}) {
      const response = await call('POST', '/api/uploads', {
        'Upload-Length': String(sizeBytes),
        'Upload-Metadata': metadataHeader({ filename: 'movie.bin', ...metadata }),
      })
      if (response.status !== 201) throw new Error(`creating answered ${response.status}`)
      return response.headers.get('Location') ?? ''
    },
    async patch(path, offset, body, headers = {}) {
      const length: Record<string, string> =
        body instanceof Uint8Array ? { 'Content-Length': String(body.length) } : {}
      const own = {
        'Upload-Offset': String(offset),
        'Content-Type': 'application/offset+octet-stream',
      }
      return await call('PATCH', path, { ...own, ...length, ...headers }, body)
    },
    async offset(path) {
      const response = await call('HEAD', path)
      return Number(response.headers.get('Upload-Offset'))
    },
  }
}

export function metadataHeader(pairs: Record<string, string>): string {
  return Object.entries(pairs)
    .map(([key, value]) => `${key} ${Buffer.from(value).toString('base64')}`)
    .join(',')
}
