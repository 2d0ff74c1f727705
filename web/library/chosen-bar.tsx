import type { FileView } from '#contracts/files'
import { chosen } from './selection.ts'
import { SelectionBar } from './selection-bar.tsx'
import { refreshFiles } from './state.ts'

/** What can be done with the chosen ones of `files`, which may be of several spaces. */
export function ChosenBar(props: {
  kind: 'library' | 'archive' | 'favorites'
  files: FileView[]
  mayEdit: (file: FileView) => boolean
}) {
  const ids = [...chosen.value]
  if (ids.length === 0) return null
  const files = props.files.filter(({ id }) => chosen.value.has(id))
  const spaces = new Set(files.map(({ spaceId }) => spaceId))
  const [only = null] = spaces
  return (
    <SelectionBar
      ids={ids}
      within={{ kind: props.kind }}
      spaceId={spaces.size === 1 ? only : null}
      canEdit={files.every(props.mayEdit)}
      onChanged={refreshFiles}
    />
  )
}
