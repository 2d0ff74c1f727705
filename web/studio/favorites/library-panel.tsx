import { useEffect, useState } from 'preact/hooks'
import type { CanvasView } from '#contracts/canvas'
import type { FileView } from '#contracts/files'
import type { SpaceId } from '#contracts/ids'
import { answer, api, sentenceOf } from '../../api.ts'
import { addLibraryFiles, fileDragType } from '../canvas/drops.ts'
import { Panel } from '../panel.tsx'

type Found = { files: FileView[] } | { sentence: string } | null

const typingMs = 250

/** Pictures of the library, the newest first or those that a search finds, to put on the canvas. */
export function LibraryPanel({ about }: { about: CanvasView }) {
  const { spaceId } = about
  const [words, setWords] = useState('')
  const [found, setFound] = useState<Found>(null)
  useEffect(() => {
    let isOver = false
    const timer = setTimeout(
      () => {
        picturesOf(spaceId, words.trim()).then(
          (files) => isOver || setFound({ files }),
          (error: unknown) => isOver || setFound({ sentence: sentenceOf(error) }),
        )
      },
      words === '' ? 0 : typingMs,
    )
    return () => {
      isOver = true
      clearTimeout(timer)
    }
  }, [spaceId, words])
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

async function picturesOf(space: SpaceId, words: string): Promise<FileView[]> {
  const files =
    words === ''
      ? (await answer(api.api.files.$get({ query: { space, limit: '120' } }))).items
      : (await answer(api.api.search.$get({ query: { q: words, space, limit: '120' } }))).items.map(
          ({ file }) => file,
        )
  return files.filter(({ preview }) => preview === 'ready')
}
