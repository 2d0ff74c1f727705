import { effect } from '@preact/signals'
import { type FileId, fileIdSchema, type SpaceId } from '#contracts/ids'
import { answer, api } from '../../api.ts'
import { filesOfDrop } from '../../library/upload-drop.ts'
import { isUnfinished } from '../../library/upload-queue.ts'
import { addUploads, uploads } from '../../library/upload-state.ts'
import { addTiles, canEdit, centreOfView } from '../sync/canvas-sync.ts'
import type { Point } from './boxes.ts'
import { toCanvas } from './view-moves.ts'

/** What a picture of the library is dragged as: ids of files, with commas between. */
export const fileDragType = 'application/x-cloudvault-file'

const side = 280
const gap = 24

interface Picture {
  file: FileId
  aspect: number
}

/** Takes pictures that are dropped or pasted: those of the library, and those of the device after uploading. */
export function listenToDrops(stage: HTMLElement, spaceId: SpaceId, stop: AbortSignal) {
  const isOurs = (event: DragEvent) =>
    canEdit.value &&
    (event.dataTransfer?.types.includes('Files') === true ||
      event.dataTransfer?.types.includes(fileDragType) === true)
  const allow = (event: DragEvent) => {
    if (!isOurs(event)) return
    event.preventDefault()
    if (event.dataTransfer) event.dataTransfer.dropEffect = 'copy'
  }
  stage.addEventListener('dragenter', allow, { signal: stop })
  stage.addEventListener('dragover', allow, { signal: stop })
  stage.addEventListener(
    'drop',
    (event) => {
      if (!isOurs(event) || !event.dataTransfer) return
      event.preventDefault()
      // Keys mean the canvas from here on, not the field that was written in.
      stage.focus({ preventScroll: true })
      const { left, top } = stage.getBoundingClientRect()
      const at = toCanvas({ x: event.clientX - left, y: event.clientY - top })
      const ids = readDragged(event.dataTransfer.getData(fileDragType))
      if (ids.length > 0) void addLibraryFiles(ids, at)
      else {
        void filesOfDrop(event.dataTransfer, () => {}).then((found) =>
          upload(
            found.map(({ file }) => file),
            { at, spaceId, stop },
          ),
        )
      }
    },
    { signal: stop },
  )
  addEventListener(
    'paste',
    (event) => {
      const files = [...(event.clipboardData?.files ?? [])]
      if (files.length === 0 || !canEdit.value) return
      event.preventDefault()
      upload(files, { at: centreOfView(), spaceId, stop })
    },
    { signal: stop },
  )
}

/** Puts pictures of the library onto the canvas, side by side about a point. */
export async function addLibraryFiles(ids: readonly FileId[], at: Point = centreOfView()) {
  const shapes = await shapesOf(ids)
  addPictures(
    ids.map((file) => ({ file, aspect: shapes.get(file) ?? 4 / 3 })),
    at,
  )
}

function readDragged(text: string): FileId[] {
  return text.split(',').flatMap((id) => {
    const file = fileIdSchema.safeParse(id)
    return file.success ? [file.data] : []
  })
}

/** Uploads through the queue of the library, which shows how far it is; a tile comes when its file is there. */
function upload(files: readonly File[], to: { at: Point; spaceId: SpaceId; stop: AbortSignal }) {
  const pictures = files.filter(({ type, size }) => /^(image|video)\//.test(type) && size > 0)
  if (pictures.length === 0) return
  addUploads(
    pictures.map((file) => ({ file, folders: [] })),
    { spaceId: to.spaceId, folderId: null },
  )
  const open = new Map<number, number>()
  const waiting = new Set(pictures)
  const follow = effect(() => {
    for (const each of uploads.value) {
      if (each.file && waiting.delete(each.file)) open.set(each.key, pictures.indexOf(each.file))
      const place = open.get(each.key)
      if (place === undefined || isUnfinished(each)) continue
      open.delete(each.key)
      const { fileId } = each
      if (fileId === null) continue
      const at = { x: to.at.x + place * (side + gap), y: to.at.y }
      // Not within the effect: adding a tile reads what this must not follow.
      queueMicrotask(() => !to.stop.aborted && void addLibraryFiles([fileId], at))
    }
    if (waiting.size === 0 && open.size === 0) queueMicrotask(() => follow())
  })
  to.stop.addEventListener('abort', () => follow())
}

async function shapesOf(ids: readonly FileId[]): Promise<Map<FileId, number>> {
  const shapes = new Map<FileId, number>()
  for (let from = 0; from < ids.length; from += 100) {
    const query = { ids: ids.slice(from, from + 100).join(',') }
    const found = await answer(api.api.files.$get({ query })).catch(() => null)
    for (const { id, width, height } of found?.items ?? []) {
      if (width && height) shapes.set(id, width / height)
    }
  }
  return shapes
}

function addPictures(pictures: readonly Picture[], at: Point) {
  const across = Math.ceil(Math.sqrt(pictures.length))
  const down = Math.ceil(pictures.length / across)
  addTiles(
    pictures.map(({ file, aspect }, place) => {
      const width = Math.round(aspect >= 1 ? side : side * aspect)
      const height = Math.round(aspect >= 1 ? side / aspect : side)
      const column = (place % across) - (across - 1) / 2
      const row = Math.floor(place / across) - (down - 1) / 2
      return {
        kind: 'file' as const,
        file,
        ...{ width: Math.max(16, width), height: Math.max(16, height) },
        x: Math.round(at.x + column * (side + gap) - width / 2),
        y: Math.round(at.y + row * (side + gap) - height / 2),
      }
    }),
  )
}
