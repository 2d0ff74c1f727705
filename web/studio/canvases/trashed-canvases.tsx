import { useEffect, useMemo, useState } from 'preact/hooks'
import type { CanvasView } from '#contracts/canvas'
import { PagedBody } from '../../shell/paged-body.tsx'
import { Button } from '../../ui/button.tsx'
import { formatDate } from '../../ui/format.ts'
import { pagedList } from '../../ui/paged.ts'
import { Row } from '../../ui/sheet.tsx'
import { listCanvases } from './canvas-calls.ts'
import { tilesInWords } from './canvas-words.ts'

/** The canvases in the trash, behind a line that opens them; read again when `round` changes. */
export function TrashedCanvases(props: {
  round: number
  onRestore: (canvas: CanvasView) => Promise<void>
}) {
  const list = useMemo(() => pagedList((cursor) => listCanvases({ isTrashed: true, cursor })), [])
  const [isOpen, setOpen] = useState(false)
  useEffect(() => {
    if (isOpen) void list.load()
  }, [list, isOpen, props.round])
  return (
    <details class="trashed-canvases" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>In the trash</summary>
      {isOpen && (
        <PagedBody of={list} empty="No canvas is in the trash. What comes here stays for 30 days.">
          {(items) => (
            <ul>
              {items.map((canvas) => (
                <Row
                  key={canvas.id}
                  title={canvas.name}
                  note={`${tilesInWords(canvas.tileCount)}${canvas.trashedAt ? `, in the trash since ${formatDate(canvas.trashedAt)}` : ''}`}
                  actions={
                    canvas.canEdit && (
                      <Button
                        icon="restore"
                        aria-label={`Restore ${canvas.name}`}
                        onClick={() => void props.onRestore(canvas)}
                      >
                        Restore
                      </Button>
                    )
                  }
                />
              ))}
            </ul>
          )}
        </PagedBody>
      )}
    </details>
  )
}
