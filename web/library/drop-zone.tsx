import { useEffect, useState } from 'preact/hooks'
import { Icon } from '../ui/icons.tsx'

/** Takes files dropped anywhere on the page or pasted into it; shows where while they hover. */
export function DropZone({ onFiles }: { onFiles: (files: File[]) => void }) {
  const [isOver, setOver] = useState(false)
  useEffect(() => {
    let depth = 0
    const hasFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') === true
    const handlers = {
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
        onFiles([...(event.dataTransfer?.files ?? [])])
      },
      paste(event: ClipboardEvent) {
        onFiles([...(event.clipboardData?.files ?? [])])
      },
    }
    const stop = new AbortController()
    for (const [name, handler] of Object.entries(handlers)) {
      addEventListener(name, handler as EventListener, { signal: stop.signal })
    }
    return () => stop.abort()
  }, [onFiles])
  return isOver ? (
    <div class="drop-zone">
      <div>
        <Icon name="upload" size={40} />
        <p>Drop to keep them</p>
      </div>
    </div>
  ) : null
}
