import { hc } from 'hono/client'
import { type UploadOutcome, uploadOutcomeSchema } from '#contracts/files'
import { type Problem, problemSchema } from '#contracts/problem'
import type { Api } from '../app.ts'

// By its name: written out, the type of all routes is longer than the compiler puts down.
type Routes = ReturnType<typeof hc<Api>>

/** A refusal of the vault, with the sentence that a person may read. */
export class VaultError extends Error {
  override name = 'VaultError'
  readonly status: number
  /** One of the API's own codes; null where something else answered. */
  readonly code: Problem['code'] | null

  constructor(status: number, code: Problem['code'] | null, detail: string) {
    super(detail)
    this.status = status
    this.code = code
  }
}

export interface VaultClient {
  /** Every route by its path, `routes.api.files.$get({ query: {} })`, with the shapes of its answers. */
  routes: Routes
  /** Sends one file of any kind as it is; give a `Blob`, whose size is known. */
  upload(name: string, bytes: Blob): Promise<UploadOutcome>
}

export interface VaultClientOptions {
  /** What `POST /api/auth/login` answered, or an API key. */
  token?: string
  fetch?: typeof fetch
}

/** A client of the vault at this address, `https://photos.example.org`. */
export function makeVaultClient(address: string, options: VaultClientOptions = {}): VaultClient {
  const headers: Record<string, string> =
    options.token === undefined ? {} : { Authorization: `Bearer ${options.token}` }
  const ask = options.fetch ?? fetch
  return {
    routes: hc<Api>(address, { headers, fetch: ask }),
    upload: async (name, bytes) => {
      const url = new URL('/api/files/upload', address)
      url.searchParams.set('name', name)
      return uploadOutcomeSchema.parse(
        await answerOf(ask(url, { method: 'POST', headers, body: bytes })),
      )
    },
  }
}

interface JsonResponse<Body> {
  ok: boolean
  status: number
  json(): Promise<Body>
}
type Success<Response> = Response extends { ok: true; json(): Promise<infer Body> } ? Body : never

/** The body of a successful answer, typed by its route. Throws `VaultError` for every other. */
export async function answerOf<Response extends JsonResponse<unknown>>(
  call: Promise<Response>,
): Promise<Success<Response>> {
  const response = await call
  const body = response.status === 204 ? null : await response.json().catch(() => null)
  // The shape is the one that the Worker's own route was compiled with.
  if (response.ok) return body as Success<Response>
  const { data: problem } = problemSchema.safeParse(body)
  const detail = problem?.detail ?? `The vault answered ${response.status}.`
  throw new VaultError(response.status, problem?.code ?? null, detail)
}
