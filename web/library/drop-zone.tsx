import { useEffect, useState } from 'preact/hooks'
import { Icon } from '../ui/icons.tsx'
import { showToast } from '../ui/toast.tsx'
import { takeSharedFiles } from './shared-files.ts'
import { type DroppedFile, filesOfDrop } from './upload-drop.ts'
import type { Into } from './upload-queue.ts'

/** Takes files and folders dropped anywhere on the page, and pasted files; shows where while they hover. */
export function DropZone(props: {
  /** Where they will go; null for the top of a space. */
  into: Into | null
  onFiles: (files: DroppedFile[]) => void
}) {
  const { into, onFiles } = props
  const [isOver, setOver] = useState(false)
  /** How many files were found in what was dropped; null when none are being looked for. */
  const [found, setFound] = useState<number | null>(null)
  useEffect(() => {
    takeSharedFiles().then(
      (files) => files.length > 0 && onFiles(files.map((file) => ({ file, folders: [] }))),
      () => showToast('What was shared could not be read. Try again.', { kind: 'danger' }),
    )
  }, [])
  useEffect(() => {
    let depth = 0
    // A picture of the page that is dragged within it counts as a file too.
    let isOwn = false
    const hasFiles = (event: DragEvent) =>
      !isOwn && event.dataTransfer?.types.includes('Files') === true
    const handlers = {
      dragstart() {
        isOwn = true
      },
      dragend() {
        isOwn = false
      },
      dragenter(event: DragEvent) {
        if (!hasFiles(event)) return
        depth++
        setOver(true)
      },
      dragleave(event: DragEvent) {
        if (hasFiles(event) && --depth <= 0) setOver(false)
      },
      dragover(event: DragEvent) {
        if (hasFiles(event)) event.preventDefault()
      },
      drop(event: DragEvent) {
        if (!hasFiles(event)) return
        event.preventDefault()
        depth = 0
        setOver(false)
        if (event.dataTransfer) void take(event.dataTransfer)
      },
      paste(event: ClipboardEvent) {
        const files = [...(event.clipboardData?.files ?? [])]
        onFiles(files.map((file) => ({ file, folders: [] })))
      },
    }
    async function take(transfer: DataTransfer) {
      try {
        onFiles(await filesOfDrop(transfer, setFound))
      } catch {
        showToast('What was dropped could not be read. Try again.', { kind: 'danger' })
      }
      setFound(null)
    }
    const stop = new AbortController()
    for (const [name, handler] of Object.entries(handlers)) {
      addEventListener(name, handler as EventListener, { signal: stop.signal })
    }
    return () => stop.abort()
  }, [onFiles])
  if (!isOver && (found === null || found < 100)) return null
  return (
    <div class="drop-zone">
      <div role="status">
        <Icon name="upload" size={40} />
        <p>{isOver ? dropWords(into) : `Looking into folders: ${found} files so far…`}</p>
      </div>
    </div>
  )
}

function dropWords(into: Into | null): string {
  if (into === null) return 'Drop to keep them'
  return into.albumId === null
    ? `Drop to keep them in “${into.name}”`
    : `Drop to keep them, and show them in “${into.name}”`
}
