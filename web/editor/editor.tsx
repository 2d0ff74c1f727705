import './editor.css'
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import type { EditView } from '#contracts/edits'
import type { FileView } from '#contracts/files'
import { sentenceOf } from '../api.ts'
import { Button, IconButton } from '../ui/button.tsx'
import { Toasts } from '../ui/toast.tsx'
import { loadEdit } from './edit-calls.ts'
import { EditorBody } from './editor-body.tsx'

type Loaded = { view: EditView; picture: HTMLImageElement } | { sentence: string } | null

/** A picture with the knobs that change how it looks. `homeOnline`: false when previews have to wait. */
export function Editor(props: { file: FileView; homeOnline: boolean | null; onClose: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null)
  const [loaded, setLoaded] = useState<Loaded>(null)
  const [tries, setTries] = useState(0)
  const close = useRef(props.onClose)
  useLayoutEffect(() => dialog.current?.showModal(), [])
  useEffect(() => {
    let isOver = false
    setLoaded(null)
    load(props.file).then(
      (fresh) => isOver || setLoaded(fresh),
      (error: unknown) => isOver || setLoaded({ sentence: sentenceOf(error) }),
    )
    return () => {
      isOver = true
    }
  }, [props.file.id, tries])
  return (
    <dialog
      ref={dialog}
      class="editor"
      aria-label={`Edit ${props.file.name}`}
      onCancel={(event) => {
        if (event.target !== dialog.current) return
        event.preventDefault()
        close.current()
      }}
    >
      {loaded && 'view' in loaded ? (
        <EditorBody {...props} {...loaded} closing={close} />
      ) : (
        <div class="editor-frame">
          <header class="editor-head">
            <IconButton icon="close" label="Close (Esc)" onClick={props.onClose} />
          </header>
          <div class="editor-stage">
            {loaded === null ? (
              <p role="status">Loading the picture…</p>
            ) : (
              <p class="editor-failed" role="alert">
                {loaded.sentence}
                <Button icon="retry" onClick={() => setTries(tries + 1)}>
                  Try again
                </Button>
              </p>
            )}
          </div>
          <div class="editor-side" />
        </div>
      )}
      <Toasts isInDialog />
    </dialog>
  )
}

async function load(file: FileView): Promise<Loaded> {
  const view = await loadEdit(file.id)
  const { width, height, previewUrl } = view.original
  if (previewUrl === null || width === null || height === null) {
    return { sentence: 'This picture has no preview yet. It can be edited once it has one.' }
  }
  const picture = new Image()
  picture.src = previewUrl
  try {
    await picture.decode()
  } catch {
    return { sentence: 'The picture did not come. Check the connection and try again.' }
  }
  return { view, picture }
}
