import { useEffect, useState } from 'preact/hooks'
import type { FileView } from '#contracts/files'
import type { FileId } from '#contracts/ids'
import { answer, api } from '../api.ts'
import { Icon } from '../ui/icons.tsx'
import { searchWithin } from './field-moves.ts'

/** The picture that results are to look like; a click takes it out of the search. */
export function LikeChip({ id }: { id: FileId }) {
  const file = useFile(id)
  const name = file?.name ?? 'a picture'
  return (
    <button
      type="button"
      class="search-chip search-like"
      aria-label={`Take “like ${name}” out of the search`}
      title="Take it out of the search"
      onClick={() => searchWithin({ like: null })}
    >
      {file?.thumbUrl ? <img src={file.thumbUrl} alt="" /> : <span class="search-like-empty" />}
      <span>like {name}</span> <Icon name="close" size={14} />
    </button>
  )
}

function useFile(id: FileId): FileView | null {
  const [known, setKnown] = useState<FileView | null>(null)
  useEffect(() => {
    answer(api.api.files.$get({ query: { ids: id } })).then(
      ({ items }) => setKnown(items[0] ?? null),
      // The search itself says what is wrong.
      () => setKnown(null),
    )
  }, [id])
  return known?.id === id ? known : null
}
