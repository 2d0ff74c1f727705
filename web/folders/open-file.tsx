import { useEffect, useState } from 'preact/hooks'
import type { FileDetail, FileView } from '#contracts/files'
import type { FileId } from '#contracts/ids'
import { answer, api, sentenceOf } from '../api.ts'
import { homeOnline, onSpaceEvent } from '../library/live.ts'
import { Viewer } from '../library/viewer.tsx'
import { leave, navigate } from '../ui/route.ts'
import { showToast } from '../ui/toast.tsx'
import { trashFilesWithUndo } from './folder-actions.ts'

/** A file of a folder in the viewer; next and previous are those of the folder. */
export function OpenFile(props: {
  files: FileView[]
  openId: FileId
  canEdit: boolean
  /** The address of the folder. */
  back: string
  hrefOf: (id: FileId) => string
  onChanged: () => void
}) {
  const { files, openId, back, hrefOf } = props
  const [detail, setDetail] = useState<FileDetail | null>(null)
  const [nowMs, setNowMs] = useState(Date.now())
  const load = () => answer(api.api.files[':id'].$get({ param: { id: openId } })).then(setDetail)
  useEffect(() => {
    setDetail(null)
    setNowMs(Date.now())
    load().catch((error: unknown) => {
      showToast(sentenceOf(error), { kind: 'danger' })
      navigate(back, { replace: true })
    })
    const stop = onSpaceEvent((event) => {
      if (event.type !== 'files.changed' || !event.fileIds.includes(openId)) return
      load().catch(() => undefined)
    })
    const timer = setInterval(() => setNowMs(Date.now()), 15_000)
    return () => {
      stop()
      clearInterval(timer)
    }
  }, [openId, back])
  const index = files.findIndex(({ id }) => id === openId)
  const file = (detail?.id === openId ? detail : null) ?? files[index] ?? null
  if (file === null) return null
  const next = index < 0 ? null : (files[index + 1] ?? null)
  const previous = files[index - 1] ?? null
  return (
    <Viewer
      file={file}
      detail={detail?.id === openId ? detail : null}
      next={next}
      previous={previous}
      homeOnline={homeOnline.value}
      nowMs={nowMs}
      onOpen={(to) => navigate(hrefOf(to.id), { replace: true })}
      onClose={() => leave(back)}
      onTrash={
        props.canEdit
          ? () => {
              void trashFilesWithUndo([openId], props.onChanged)
              const to = next ?? previous
              if (to) navigate(hrefOf(to.id), { replace: true })
              else leave(back)
            }
          : null
      }
      onRestore={null}
      onPurge={null}
      onBroken={props.onChanged}
    />
  )
}
