import './pick-picture.css'
import { useEffect, useState } from 'preact/hooks'
import type { FileView } from '#contracts/files'
import type { SpaceId } from '#contracts/ids'
import { answer, api, sentenceOf } from '../api.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Field } from '../ui/field.tsx'

type Found = { files: FileView[] } | { sentence: string } | null

/** One of the newest pictures of a space, or of those that a search finds. */
export function PickPicture(props: {
  spaceId: SpaceId
  title: string
  onPick: (file: FileView) => void
  onClose: () => void
}) {
  const { spaceId } = props
  const [words, setWords] = useState('')
  const [found, setFound] = useState<Found>(null)
  useEffect(() => {
    let isOver = false
    const timer = setTimeout(
      () => {
        picturesOf(spaceId, words.trim()).then(
          (files) => isOver || setFound({ files }),
          (error: unknown) => isOver || setFound({ sentence: sentenceOf(error) }),
        )
      },
      words === '' ? 0 : 250,
    )
    return () => {
      isOver = true
      clearTimeout(timer)
    }
  }, [spaceId, words])
  return (
    <Dialog
      title={props.title}
      onClose={props.onClose}
      actions={<Button onClick={props.onClose}>Cancel</Button>}
    >
      <Field
        label="Search"
        type="search"
        value={words}
        onInput={(event) => setWords(event.currentTarget.value)}
      />
      <div class="pick-picture" aria-busy={found === null}>
        {found === null && <p role="status">Loading…</p>}
        {found && 'sentence' in found && <p role="alert">{found.sentence}</p>}
        {found && 'files' in found && found.files.length === 0 && <p>There is no such picture.</p>}
        {found &&
          'files' in found &&
          found.files.map((file) => (
            <button
              key={file.id}
              type="button"
              title={file.name}
              onClick={() => props.onPick(file)}
            >
              <img src={file.thumbUrl ?? ''} alt={file.name} loading="lazy" />
            </button>
          ))}
      </div>
    </Dialog>
  )
}

async function picturesOf(space: SpaceId, words: string): Promise<FileView[]> {
  const files =
    words === ''
      ? (await answer(api.api.files.$get({ query: { space, limit: '60' } }))).items
      : (await answer(api.api.search.$get({ query: { q: words, limit: '60' } }))).items.map(
          ({ file }) => file,
        )
  return files.filter(
    (file) => file.kind === 'image' && file.preview === 'ready' && file.spaceId === space,
  )
}
