import { signal } from '@preact/signals'
import type { FileId, FolderId } from '#contracts/ids'

/** What is being dragged within the page: a browser lets nobody look into a drag before it is dropped. */
export type Dragged = { files: FileId[] } | { folder: FolderId }

export const dragged = signal<Dragged | null>(null)

export function beginDrag(event: DragEvent, what: Dragged, name: string) {
  dragged.value = what
  event.dataTransfer?.setData('text/plain', name)
  if (event.dataTransfer) event.dataTransfer.effectAllowed = 'move'
}

/** The handlers of something that takes what is dragged; `may` says whether it takes this. */
export function dropTarget(may: (what: Dragged) => boolean, onDrop: (what: Dragged) => void) {
  const isWelcome = () => dragged.value !== null && may(dragged.value)
  return {
    onDragOver(event: DragEvent) {
      if (!isWelcome()) return
      event.preventDefault()
      if (event.currentTarget instanceof HTMLElement) event.currentTarget.dataset.over = ''
    },
    onDragLeave(event: DragEvent) {
      if (event.currentTarget instanceof HTMLElement) delete event.currentTarget.dataset.over
    },
    onDrop(event: DragEvent) {
      if (event.currentTarget instanceof HTMLElement) delete event.currentTarget.dataset.over
      const what = dragged.value
      if (what === null || !may(what)) return
      event.preventDefault()
      dragged.value = null
      onDrop(what)
    },
  }
}

export function endDrag() {
  dragged.value = null
}
