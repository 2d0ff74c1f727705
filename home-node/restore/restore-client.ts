import type { z } from 'zod'
import type { FileId, OriginalId } from '#contracts/ids'
import { problemSchema } from '#contracts/problem'
import {
  type beginRestoreSchema,
  finishedRestoreSchema,
  type MissingOriginal,
  missingOriginalsSchema,
  restoredRowsSchema,
  restorePlanSchema,
  type SnapshotRow,
  storedOriginalsSchema,
} from '#contracts/restore'

const callMs = 300_000

/** The vault refused; `message` is its own sentence. */
export class RestoreRefusedError extends Error {
  override name = 'RestoreRefusedError'
  readonly status: number
  constructor(status: number, detail: string) {
    super(detail)
    this.status = status
  }
}

export type RestoreClient = ReturnType<typeof makeRestoreClient>

/** The operator's side of `/api/restore`. Everything rejects with `RestoreRefusedError` or as `fetch` does. */
export function makeRestoreClient(vault: { url: string; operatorToken: string }) {
  async function send(method: string, path: string, body?: object | Uint8Array<ArrayBuffer>) {
    const isBytes = body instanceof Uint8Array
    const response = await fetch(`${vault.url}/api/restore${path}`, {
      method,
      headers: {
        Authorization: `Bearer opr_${vault.operatorToken}`,
        'Content-Type': isBytes ? 'application/octet-stream' : 'application/json',
      },
      ...(body !== undefined && { body: isBytes ? body : JSON.stringify(body) }),
      redirect: 'error',
      signal: AbortSignal.timeout(callMs),
    })
    if (response.ok) return response
    const problem = problemSchema.safeParse(await response.json().catch(() => null))
    throw new RestoreRefusedError(
      response.status,
      problem.data?.detail ?? `The vault answered ${response.status}.`,
    )
  }
  return {
    async begin(from: z.infer<typeof beginRestoreSchema>) {
      return restorePlanSchema.parse(await (await send('POST', '', from)).json())
    },
    /** Answers how many rows were left out. */
    async putRows(table: string, only: string | null, rows: SnapshotRow[]): Promise<number> {
      const answer = await send('POST', '/rows', { table, only, rows })
      return restoredRowsSchema.parse(await answer.json()).orphans
    },
    async missing(after: OriginalId | null): Promise<MissingOriginal[]> {
      const query = after === null ? '' : `?after=${after}`
      const answer = await send('GET', `/originals${query}`)
      return missingOriginalsSchema.parse(await answer.json()).originals
    },
    async putOriginals(frames: Uint8Array<ArrayBuffer>) {
      return storedOriginalsSchema.parse(await (await send('POST', '/originals', frames)).json())
    },
    /** False when these are not its bytes. */
    async putOriginal(id: OriginalId, body: AsyncIterable<Uint8Array>) {
      const response = await fetch(`${vault.url}/api/restore/originals/${id}`, {
        method: 'PUT',
        headers: { Authorization: `Bearer opr_${vault.operatorToken}` },
        body: ReadableStream.from(body),
        duplex: 'half',
        redirect: 'error',
      })
      await response.body?.cancel()
      if (response.status === 422) return false
      if (!response.ok) {
        const detail = `The vault answered ${response.status} to an original.`
        throw new RestoreRefusedError(response.status, detail)
      }
      return true
    },
    async lost(originalIds: OriginalId[]): Promise<void> {
      for (let from = 0; from < originalIds.length; from += 500) {
        await send('POST', '/lost', { originalIds: originalIds.slice(from, from + 500) })
      }
    },
    async finish(): Promise<void> {
      let after: FileId | null = null
      do {
        const answer = await send('POST', '/finish', { after })
        after = finishedRestoreSchema.parse(await answer.json()).next
      } while (after !== null)
    },
  }
}
