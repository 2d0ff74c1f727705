import { useEffect, useState } from 'preact/hooks'
import type { FileView } from '#contracts/files'
import type { SpaceId } from '#contracts/ids'
import { answer, api, sentenceOf } from '../api.ts'

/** null: not read yet. */
export type FoundPictures = { files: FileView[] } | { sentence: string } | null

const typingMs = 250

/**
 * The newest files of a space that have a preview, or those that a search for these words finds, to
 * choose among. Waits until nobody types; what was asked before and comes late is dropped.
 */
export function useFoundPictures(space: SpaceId, words: string): FoundPictures {
  const [found, setFound] = useState<FoundPictures>(null)
  useEffect(() => {
    let isOver = false
    const timer = setTimeout(
      () => {
        withPreview(space, words.trim()).then(
          (files) => isOver || setFound({ files }),
          (error: unknown) => isOver || setFound({ sentence: sentenceOf(error) }),
        )
      },
      words === '' ? 0 : typingMs,
    )
    return () => {
      isOver = true
      clearTimeout(timer)
    }
  }, [space, words])
  return found
}

async function withPreview(space: SpaceId, words: string): Promise<FileView[]> {
  const limit = '100'
  const files =
    words === ''
      ? (await answer(api.api.files.$get({ query: { space, limit } }))).items
      : (await answer(api.api.search.$get({ query: { q: words, space, limit } }))).items.map(
          ({ file }) => file,
        )
  return files.filter(({ preview }) => preview === 'ready')
}
