import { useEffect, useState } from 'preact/hooks'
import type { FolderId } from '#contracts/ids'
import { answer, api, sentenceOf } from '../api.ts'
import { follow } from '../ui/route.ts'

interface Where {
  id: FolderId
  names: string[]
}

/** What was asked is not asked again for each picture of the same folder. */
let known: Where | null = null

/** The way to the folder in which a file lies. */
export function FolderTrail({ folderId }: { folderId: FolderId | null }) {
  const [where, setWhere] = useState(known)
  const [failure, setFailure] = useState<string | null>(null)
  useEffect(() => {
    if (folderId === null || known?.id === folderId) return
    let isShown = true
    answer(api.api.folders[':folderId'].$get({ param: { folderId } })).then(
      (folder) => {
        known = { id: folder.id, names: [...folder.trail.map(({ name }) => name), folder.name] }
        if (isShown) setWhere(known)
      },
      (error: unknown) => {
        if (isShown) setFailure(sentenceOf(error))
      },
    )
    return () => {
      isShown = false
    }
  }, [folderId])
  if (folderId === null) return <>At the top</>
  if (where?.id === folderId) {
    return (
      <a href={`/folders/${folderId}`} onClick={follow}>
        {where.names.join(' / ')}
      </a>
    )
  }
  return <span class="quiet">{failure ?? '…'}</span>
}
