import { Button } from '../ui/button.tsx'
import { StateNote } from '../ui/state-notes.tsx'

/** What somebody sees who has no picture yet. */
export function EmptyLibrary({ onPick }: { onPick: () => void }) {
  return (
    <StateNote
      icon="image"
      title="Drop your first pictures here"
      action={
        <Button kind="primary" icon="upload" onClick={onPick}>
          Choose files
        </Button>
      }
    >
      <p>
        Drag them anywhere onto this page, paste them, or choose them. Each one is kept here and
        copied to every disk at home, and you can see the proof of each copy.
      </p>
      <p class="hint-formats mono">JPEG PNG WebP GIF AVIF HEIC, and any other file</p>
    </StateNote>
  )
}
