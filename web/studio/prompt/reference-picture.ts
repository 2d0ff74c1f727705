import { useEffect } from 'preact/hooks'
import type { GenerationId } from '#contracts/ids'
import type { Reference } from '#contracts/prompt'
import { readGeneration } from '../generation-calls.ts'
import { generations, hearGenerations } from '../sync/canvas-sync.ts'
import { libraryFiles } from '../tiles/library-files.ts'

export interface ReferencePicture {
  url: string | null
  /** What it is called, for whoever does not see it. */
  name: string
}

const asked = new Set<GenerationId>()

/** The picture that a reference names, as far as it is known; it is asked for when it is not. */
export function useReferencePicture(reference: Reference): ReferencePicture {
  const id = reference.kind === 'file' ? reference.file : reference.generation
  useEffect(() => {
    if (reference.kind === 'file') libraryFiles.want(reference.file)
    else void wantGeneration(reference.generation)
  }, [id])
  if (reference.kind === 'file') {
    const file = libraryFiles.known.value.get(reference.file)
    return { url: file?.thumbUrl ?? null, name: file?.name ?? 'A picture of the library' }
  }
  const generation = generations.value.get(reference.generation)
  return { url: generation?.url ?? null, name: generation?.prompt.text || 'A picture made here' }
}

async function wantGeneration(id: GenerationId) {
  if (generations.peek().has(id) || asked.has(id)) return
  asked.add(id)
  try {
    hearGenerations([await readGeneration(id)])
  } catch {
    // It stays without a picture; asked for again when it is next shown.
    asked.delete(id)
  }
}
