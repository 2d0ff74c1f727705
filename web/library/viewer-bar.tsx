import type { FileView } from '#contracts/files'
import { SimilarLink } from '../search/similar-link.tsx'
import { LinkButton } from '../shares/link-button.tsx'
import { IconButton } from '../ui/button.tsx'
import { Icon } from '../ui/icons.tsx'
import { editedAddress, originalAddress } from './viewer-original.ts'
import type { Slideshow } from './viewer-slideshow.ts'

/** What can be done with the file that is open, above it. */
export function ViewerBar(props: {
  file: FileView
  show: Slideshow
  isFullScreen: boolean
  isDetailsOpen: boolean
  onDetails: () => void
  onClose: () => void
  /** These are null where there is nothing to do, or this person may not. */
  onFullScreen: (() => void) | null
  onFavour: (() => void) | null
  onArchive: (() => void) | null
  onEdit: (() => void) | null
  onTrash: (() => void) | null
  onRestore: (() => void) | null
}) {
  const { file, show } = props
  const isArchived = file.archivedAt !== null
  return (
    <div class="viewer-bar">
      <IconButton icon="left" label="Back (Esc)" onClick={props.onClose} />
      <span class="viewer-space" />
      {props.onFavour && (
        <IconButton
          icon="heart"
          class={file.isFavorite ? 'is-filled' : ''}
          label={file.isFavorite ? 'No favourite any more (f)' : 'Favourite (f)'}
          aria-pressed={file.isFavorite}
          onClick={props.onFavour}
        />
      )}
      {show.isOn && (
        <IconButton
          icon={show.isPaused ? 'play' : 'pause'}
          label={show.isPaused ? 'Go on (Space)' : 'Pause (Space)'}
          onClick={show.togglePause}
        />
      )}
      <IconButton
        icon={show.isOn ? 'close' : 'play'}
        label={show.isOn ? 'End the slideshow (s)' : 'Slideshow (s)'}
        aria-pressed={show.isOn}
        onClick={show.isOn ? show.stop : show.start}
      />
      {props.onFullScreen && (
        <IconButton
          icon={props.isFullScreen ? 'shrink' : 'expand'}
          class="is-for-wide"
          label={props.isFullScreen ? 'Leave full screen (Shift F)' : 'Full screen (Shift F)'}
          aria-pressed={props.isFullScreen}
          onClick={props.onFullScreen}
        />
      )}
      {file.edit === null ? <OriginalLink file={file} /> : <Downloads file={file} />}
      {file.trashedAt === null && <SimilarLink file={file} />}
      {props.onEdit && <IconButton icon="pencil" label="Edit (e)" onClick={props.onEdit} />}
      {file.trashedAt === null && (
        <LinkButton
          spaceId={file.spaceId}
          of={{ kind: 'files', fileIds: [file.id] }}
          title={file.name}
        />
      )}
      {props.onArchive && (
        <IconButton
          icon="archive"
          label={isArchived ? 'Back into the timeline (a)' : 'Archive (a)'}
          aria-pressed={isArchived}
          onClick={props.onArchive}
        />
      )}
      {props.onTrash && (
        <IconButton icon="trash" label="Move to trash (Delete)" onClick={props.onTrash} />
      )}
      {props.onRestore && <IconButton icon="restore" label="Restore" onClick={props.onRestore} />}
      <IconButton
        icon="info"
        label="Details (i)"
        aria-pressed={props.isDetailsOpen}
        onClick={props.onDetails}
      />
    </div>
  )
}

function OriginalLink({ file }: { file: FileView }) {
  return (
    <a
      class="icon-button"
      href={originalAddress(file.id)}
      download={file.name}
      aria-label="Download the original"
      title="Download the original"
    >
      <Icon name="download" />
    </a>
  )
}

/** Of an edited picture there are two to take along. */
function Downloads({ file }: { file: FileView }) {
  return (
    <details class="viewer-downloads">
      <summary class="icon-button" aria-label="Download…" title="Download…">
        <Icon name="download" />
      </summary>
      <div>
        <a href={editedAddress(file.id)} download={file.name}>
          As edited
        </a>
        <a href={originalAddress(file.id)} download={file.name}>
          The original
        </a>
      </div>
    </details>
  )
}
