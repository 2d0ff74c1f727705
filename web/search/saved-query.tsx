import type { SavedSearch } from '#contracts/search'

/** What a saved search asks for: its words, and whether a picture is what results look like. */
export function SavedQuery({ saved }: { saved: Pick<SavedSearch, 'query' | 'likeFileId'> }) {
  return (
    <>
      {saved.query !== '' && <span class="mono">{saved.query}</span>}
      {saved.query !== '' && saved.likeFileId !== null && ' among '}
      {saved.likeFileId !== null && 'pictures like one'}
    </>
  )
}
