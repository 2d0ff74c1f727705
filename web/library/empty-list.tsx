import { StateNote } from '../ui/state-notes.tsx'
import type { ShownPlace } from './addresses.ts'
import { EmptyLibrary } from './empty-library.tsx'

/** What a list says that holds nothing. */
export function EmptyList({ shown, onPick }: { shown: ShownPlace; onPick: () => void }) {
  switch (shown.kind) {
    case 'trash':
      return (
        <StateNote icon="trash" title="The trash is empty">
          What is deleted comes here first. After 30 days it is removed for good.
        </StateNote>
      )
    case 'archive':
      return (
        <StateNote icon="archive" title="Nothing is archived">
          What you archive leaves the timeline and is found here, in its folder and in its albums.
          Choose pictures and press <kbd>a</kbd>, or open one and press the box.
        </StateNote>
      )
    case 'favorites':
      return (
        <StateNote icon="heart" title="No favourites yet">
          Give a picture a heart: press <kbd>f</kbd> where it is shown, or the heart above it when
          it is open. Each person has their own favourites.
        </StateNote>
      )
    case 'library':
      return shown.canEdit ? (
        <EmptyLibrary onPick={onPick} />
      ) : (
        <StateNote icon="image" title="No pictures here yet">
          What others put into this space appears here by itself.
        </StateNote>
      )
  }
}
