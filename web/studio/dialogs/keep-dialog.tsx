import type { GenerationView } from '#contracts/generations'
import type { SpaceId } from '#contracts/ids'
import { PickFolder } from '../../folders/pick-folder.tsx'
import { navigate } from '../../ui/route.ts'
import { showToast } from '../../ui/toast.tsx'
import { keepGeneration } from '../generation-calls.ts'
import { hearGenerations } from '../sync/canvas-sync.ts'

/** Makes a file of the library of a picture, in a folder that somebody chooses. */
export function KeepDialog(props: {
  generation: GenerationView
  spaceId: SpaceId
  onClose: () => void
}) {
  const { generation, spaceId } = props
  return (
    <PickFolder
      kind="folder"
      spaceId={spaceId}
      title="Keep in the library"
      button="Keep here"
      onPick={async (folder) => {
        const kept = await keepGeneration(generation.id, {
          spaceId,
          folderId: folder?.id ?? null,
        })
        hearGenerations([kept])
        const { file } = kept
        showToast(`It is in ${folder ? `“${folder.name}”` : 'the library'}.`, {
          ...(file && { action: { label: 'Open it', run: () => navigate(`/photo/${file}`) } }),
        })
      }}
      onClose={props.onClose}
    />
  )
}
