import './pick-picture.css'
import { useState } from 'preact/hooks'
import type { FileView } from '#contracts/files'
import type { SpaceId } from '#contracts/ids'
import { useFoundPictures } from '../library/use-found-pictures.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Field } from '../ui/field.tsx'

/** One of the newest pictures of a space, or of those that a search finds. */
export function PickPicture(props: {
  spaceId: SpaceId
  title: string
  onPick: (file: FileView) => void
  onClose: () => void
}) {
  const { spaceId } = props
  const [words, setWords] = useState('')
  const found = useFoundPictures(spaceId, words)
  const pictures =
    found && 'files' in found ? found.files.filter(({ kind }) => kind === 'image') : null
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
        {pictures?.length === 0 && <p>There is no such picture.</p>}
        {pictures?.map((file) => (
          <button key={file.id} type="button" title={file.name} onClick={() => props.onPick(file)}>
            <img src={file.thumbUrl ?? ''} alt={file.name} loading="lazy" />
          </button>
        ))}
      </div>
    </Dialog>
  )
}
