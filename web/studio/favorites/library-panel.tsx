import { useState } from 'preact/hooks'
import type { CanvasView } from '#contracts/canvas'
import { useFoundPictures } from '../../library/use-found-pictures.ts'
import { addLibraryFiles, fileDragType } from '../canvas/drops.ts'
import { Panel } from '../panel.tsx'

/** Pictures of the library, the newest first or those that a search finds, to put on the canvas. */
export function LibraryPanel({ about }: { about: CanvasView }) {
  const { spaceId } = about
  const [words, setWords] = useState('')
  const found = useFoundPictures(spaceId, words)
  return (
    <Panel title="Pictures of the library">
      <input
        type="search"
        class="panel-search"
        placeholder="Search"
        aria-label="Search the library"
        value={words}
        onInput={(event) => setWords(event.currentTarget.value)}
      />
      {found === null && (
        <p class="quiet" role="status">
          Loading…
        </p>
      )}
      {found && 'sentence' in found && <p role="alert">{found.sentence}</p>}
      {found && 'files' in found && (
        <ul class="panel-pictures">
          {found.files.map((file) => (
            <li key={file.id}>
              <button
                type="button"
                aria-label={`Put ${file.name} on the canvas`}
                title={file.name}
                draggable
                onDragStart={(event) => {
                  event.dataTransfer?.setData(fileDragType, file.id)
                  if (event.dataTransfer) event.dataTransfer.effectAllowed = 'copy'
                }}
                onClick={() => void addLibraryFiles([file.id])}
              >
                <img src={file.thumbUrl ?? ''} alt="" loading="lazy" draggable={false} />
              </button>
            </li>
          ))}
          {found.files.length === 0 && (
            <li class="quiet">
              {words === ''
                ? 'There is no picture in the library yet.'
                : 'Nothing like that is there.'}
            </li>
          )}
        </ul>
      )}
    </Panel>
  )
}
