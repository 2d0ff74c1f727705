import type { FolderKind, FolderView } from '#contracts/folders'
import { NameDialog } from '../shell/name-dialog.tsx'

const nouns: Record<FolderKind, string> = { folder: 'folder', album: 'album' }

/** Asks for the name of a new folder or album, or for another name of one. */
export function FolderNameDialog(props: {
  kind: FolderKind
  renamed?: FolderView
  onName: (name: string) => Promise<unknown>
  onClose: () => void
}) {
  const noun = nouns[props.kind]
  return (
    <NameDialog
      title={props.renamed ? `Rename this ${noun}` : `New ${noun}`}
      button={props.renamed ? 'Rename' : `Make the ${noun}`}
      name={props.renamed?.name ?? ''}
      onName={props.onName}
      onClose={props.onClose}
    />
  )
}
