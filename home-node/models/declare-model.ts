import { z } from 'zod'
import type { KnownModel } from './known-models.ts'
import { type ModelDeclaration, modelDeclarationSchema } from './model-declaration.ts'

/** The hub says nothing that a model could be declared by; the message is a sentence for people. */
export class DeclareError extends Error {
  override name = 'DeclareError'
}

const timeoutMs = 30_000
/** More of a tokenizer is none. */
const tokenizerMaxBytes = 20_000_000

/** What a hub tells of a repository at its newest commit; files that are large have their SHA-256. */
const repositorySchema = z.object({
  sha: z.string().regex(/^[0-9a-f]{40}$/),
  siblings: z.array(
    z.object({
      rfilename: z.string(),
      size: z.int().nonnegative().optional(),
      lfs: z.object({ sha256: z.string(), size: z.int().positive() }).optional(),
    }),
  ),
})

/**
 * A declaration of a known model that pins the commit, sizes and hashes which the hub names now. What
 * these bytes are is not known here: whoever keeps the declaration trusts the hub at this moment, and
 * from then on other bytes are refused. Rejects with `DeclareError`.
 */
export async function declareModel(hub: string, known: KnownModel): Promise<ModelDeclaration> {
  const { sha, siblings } = await askHub(`${hub}/api/models/${known.repository}?blobs=true`)
  const sizeOf = (path: string) => {
    const file = siblings.find(({ rfilename }) => rfilename === path)
    if (file) return file
    throw new DeclareError(`The hub has no ${path} in ${known.repository}.`)
  }
  const pinned = (path: string) => {
    const { lfs } = sizeOf(path)
    if (lfs) return { path, sizeBytes: lfs.size, sha256: lfs.sha256 }
    throw new DeclareError(`The hub tells no SHA-256 of ${path}.`)
  }
  const tokenizer = sizeOf(known.tokenizer.path)
  const { path: vision, ...visionInput } = known.vision
  const { path: text, ...textInput } = known.text
  const declaration = modelDeclarationSchema.safeParse({
    ...known,
    revision: sha,
    vision: { ...visionInput, file: pinned(vision) },
    text: { ...textInput, file: pinned(text) },
    tokenizer: {
      file: tokenizer.lfs
        ? pinned(known.tokenizer.path)
        : {
            ...{ path: known.tokenizer.path, sha256: null, maxBytes: tokenizerMaxBytes },
            sizeBytes: tokenizer.size ?? tokenizerMaxBytes,
          },
    },
  })
  if (declaration.success) return declaration.data
  throw new DeclareError('What the hub tells of this model makes no sense.')
}

async function askHub(url: string): Promise<z.infer<typeof repositorySchema>> {
  const response = await fetch(url, { signal: AbortSignal.timeout(timeoutMs) }).catch(() => null)
  if (response === null) throw new DeclareError('The hub cannot be reached.')
  if (!response.ok) throw new DeclareError(`The hub answered ${response.status}.`)
  const told = repositorySchema.safeParse(await response.json().catch(() => null))
  if (told.success) return told.data
  throw new DeclareError('What the hub tells of this model makes no sense.')
}
