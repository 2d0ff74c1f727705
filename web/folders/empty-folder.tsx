import { Button } from '../ui/button.tsx'
import { StateNote } from '../ui/state-notes.tsx'
import type { Shown } from './page.tsx'
import { pickFiles } from './pick-files.ts'

/** What to do where there is nothing yet. */
export function EmptyFolder({ shown, isAlbumList }: { shown: Shown; isAlbumList: boolean }) {
  const { detail, role } = shown
  const canEdit = role !== 'viewer'
  if (isAlbumList) {
    return (
      <StateNote icon="album" title="No albums yet">
        {canEdit
          ? 'An album shows pictures together that lie in different folders. Make one above, or choose pictures in the library and add them to one.'
          : 'Who may change this space can make albums here.'}
      </StateNote>
    )
  }
  if (detail?.kind === 'album') {
    return (
      <StateNote
        icon="album"
        title="This album is empty"
        action={
          canEdit &&
          !shown.isGuest && (
            <Button kind="primary" icon="upload" onClick={pickFiles}>
              Choose files
            </Button>
          )
        }
      >
        {canEdit
          ? 'Choose pictures in the library or in a folder, then “Add to an album”: they stay where they are. Files that are uploaded here go to the top of the space and are shown in the album.'
          : 'Nothing was added to it yet.'}
      </StateNote>
    )
  }
  return (
    <StateNote
      icon="folder"
      title={detail === null ? 'No folders yet' : 'This folder is empty'}
      action={
        canEdit && (
          <Button kind="primary" icon="upload" onClick={pickFiles}>
            Choose files
          </Button>
        )
      }
    >
      {canEdit
        ? 'Drop files or whole folders anywhere onto this page: they keep their structure. Or drag pictures here from another folder.'
        : 'What is put into it appears here by itself.'}
    </StateNote>
  )
}
