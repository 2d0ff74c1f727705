import { useEffect, useState } from 'preact/hooks'
import type { FileView } from '#contracts/files'
import type { FileId } from '#contracts/ids'
import { sentenceOf } from '../api.ts'
import { lazyPage } from '../shell/lazy-page.tsx'
import { leave, navigate } from '../ui/route.ts'
import { showToast } from '../ui/toast.tsx'
import { homeOnline } from './live.ts'
import { detail, loadDetail, refreshFiles, restoreFile, trashFile } from './state.ts'
import { Viewer } from './viewer.tsx'

const PurgeDialog = lazyPage(async () => (await import('./purge-dialog.tsx')).PurgeDialog, null)

/** A failed picture is asked for again once: its address may have ended, or it may be gone. */
const asked = new Set<string>()
export function askAgain(file: Pick<FileView, 'id' | 'thumbUrl'>) {
  const key = `${file.id} ${file.thumbUrl}`
  if (asked.has(key)) return
  asked.add(key)
  refreshFiles([file.id])
}

/** The file that the address names in the viewer; next and previous are those of `files`. */
export function OpenViewer(props: {
  files: FileView[]
  openId: FileId | null
  /** The address of the list below. */
  back: string
  hrefOf: (id: FileId) => string
  canEdit: boolean
  canPurge: boolean
}) {
  const { files, openId, back, hrefOf, canEdit, canPurge } = props
  const [isPurging, setPurging] = useState(false)
  const index = files.findIndex((file) => file.id === openId)
  const [nowMs, setNowMs] = useState(Date.now())

  useEffect(() => {
    detail.value = null
    if (openId === null) return
    setNowMs(Date.now())
    loadDetail(openId).catch((error: unknown) => {
      showToast(sentenceOf(error), { kind: 'danger' })
      navigate(back, { replace: true })
    })
    const timer = setInterval(() => setNowMs(Date.now()), 15_000)
    return () => clearInterval(timer)
  }, [openId, back])

  const file = files[index] ?? (detail.value?.id === openId ? detail.value : null)
  if (openId === null || !file) return null
  const close = () => leave(back)
  const neighbour = (step: number) => (index < 0 ? null : (files[index + step] ?? null))
  const goOn = () => {
    const to = neighbour(1) ?? neighbour(-1)
    if (to) navigate(hrefOf(to.id), { replace: true })
    else close()
  }
  return (
    <>
      <Viewer
        file={file}
        detail={detail.value?.id === openId ? detail.value : null}
        next={neighbour(1)}
        previous={neighbour(-1)}
        homeOnline={homeOnline.value}
        nowMs={nowMs}
        onOpen={(to) => navigate(hrefOf(to.id), { replace: true })}
        onClose={close}
        onTrash={
          canEdit
            ? () => {
                void moveToTrash(file)
                goOn()
              }
            : null
        }
        onRestore={
          canEdit
            ? () => {
                void takeBack(file)
                close()
              }
            : null
        }
        onPurge={canPurge ? () => setPurging(true) : null}
        onBroken={() => askAgain(file)}
      />
      {canPurge && file.trashedAt !== null && (
        <PurgeDialog
          file={file}
          isOpen={isPurging}
          onPurged={goOn}
          onClose={() => setPurging(false)}
        />
      )}
    </>
  )
}

/** Moves a file to trash and offers the way back. */
async function moveToTrash(file: Pick<FileView, 'id' | 'name'>) {
  try {
    await trashFile(file.id)
    showToast(`“${file.name}” is in the trash.`, {
      action: { label: 'Undo', run: () => void takeBack(file) },
    })
  } catch (error) {
    showToast(sentenceOf(error), { kind: 'danger' })
  }
}

async function takeBack(file: Pick<FileView, 'id' | 'name'>) {
  try {
    await restoreFile(file.id)
    showToast(`“${file.name}” is back in the library.`)
  } catch (error) {
    showToast(sentenceOf(error), { kind: 'danger' })
  }
}
