import { useEffect, useMemo, useRef, useState } from 'preact/hooks'
import type { EditView } from '#contracts/edits'
import type { FileView } from '#contracts/files'
import { Button, IconButton } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { useEditHistory } from './edit-history.ts'
import { isSame, turnedSize, untouched } from './edit-model.ts'
import { printEdit, readEdit } from './edit-query.ts'
import { EditorCanvas } from './editor-canvas.tsx'
import { type Tool, ToolPanel, toolNames, tools } from './editor-panels.tsx'
import { copyEdit, keepAsFile, keepEdit } from './keep-edit.ts'
import { ToolIcon } from './tool-icon.tsx'

interface BodyProps {
  file: FileView
  homeOnline: boolean | null
  view: EditView
  picture: HTMLImageElement
  onClose: () => void
  /** What Escape does. */
  closing: { current: () => void }
}

/** The picture, the knobs of one tool, and what is done with the result. */
export function EditorBody(props: BodyProps) {
  const { file, view, picture } = props
  const size = useMemo(
    () => ({ width: view.original.width ?? 1, height: view.original.height ?? 1 }),
    [view],
  )
  const first = useMemo(
    () => (view.query === null ? untouched : (readEdit(view.query, size) ?? untouched)),
    [view, size],
  )
  const isForeign = view.query !== null && readEdit(view.query, size) === null
  const history = useEditHistory(first)
  const { edit } = history
  const [tool, setTool] = useState<Tool>('crop')
  const [aspect, setAspect] = useState<{ name: string; ratio: number | null }>({
    ...{ name: 'Free', ratio: null },
  })
  const [isComparing, setComparing] = useState(false)
  const [isAsking, setAsking] = useState(false)
  const [busy, setBusy] = useState<'edit' | 'file' | null>(null)
  const turned = turnedSize(size, edit.turns)
  const isChanged = !isSame(edit, first)
  const close = () => (isChanged ? setAsking(true) : props.onClose())
  props.closing.current = isAsking ? () => setAsking(false) : close

  const save = async (kind: 'edit' | 'file') => {
    setBusy(kind)
    const query = printEdit(edit, size)
    const isDone =
      kind === 'edit'
        ? await keepEdit(file, { query, before: view.query, homeOnline: props.homeOnline })
        : await keepAsFile(file, query)
    setBusy(null)
    if (isDone) props.onClose()
  }
  useEditorKeys({
    undo: history.undo,
    redo: history.redo,
    compare: setComparing,
    save: isChanged && busy === null ? () => void save('edit') : null,
  })
  return (
    <div class="editor-frame">
      <header class="editor-head">
        <IconButton icon="close" label="Close (Esc)" onClick={close} />
        <strong class="editor-name">{file.name}</strong>
        <HeadButton icon="undo" label="Undo (Ctrl Z)" onClick={history.undo} />
        <HeadButton icon="redo" label="Redo (Ctrl Shift Z)" onClick={history.redo} />
        <button
          type="button"
          class="icon-button"
          aria-label="Hold to see the original (c)"
          title="Hold to see the original (c)"
          aria-pressed={isComparing}
          onPointerDown={() => setComparing(true)}
          onPointerUp={() => setComparing(false)}
          onPointerLeave={() => setComparing(false)}
        >
          <ToolIcon name="compare" />
        </button>
        <Button
          kind="quiet"
          disabled={isSame(edit, untouched)}
          onClick={() => history.set(untouched)}
        >
          Reset
        </Button>
      </header>
      <EditorCanvas
        {...{ edit, picture, size, isComparing }}
        isCropping={tool === 'crop'}
        aspect={aspect.ratio}
        name={file.name}
        onCrop={(crop) => history.show({ crop })}
        onEnd={history.settle}
      />
      <div class="editor-side">
        <nav class="editor-tools" aria-label="Tools">
          {toolNames.map((name) => (
            <button
              key={name}
              type="button"
              aria-pressed={tool === name}
              onClick={() => setTool(name)}
            >
              <ToolIcon name={name} />
              {tools[name]}
            </button>
          ))}
        </nav>
        <section class="editor-panel" aria-label={tools[tool]}>
          {isForeign && (
            <p class="editor-note">
              This picture was edited elsewhere, by steps that these knobs do not have. Here it
              begins with the original; saving takes the place of that edit.
            </p>
          )}
          <ToolPanel
            {...{ tool, history, view, size, turned, picture }}
            spaceId={file.spaceId}
            aspect={aspect.name}
            onAspect={(name, ratio) => setAspect({ name, ratio })}
          />
        </section>
        <footer class="editor-foot">
          <Button
            kind="quiet"
            icon="copy"
            disabled={isSame(edit, untouched)}
            onClick={() => copyEdit(edit)}
          >
            Copy edit
          </Button>
          <Button
            disabled={isSame(edit, untouched) || busy !== null}
            busy={busy === 'file'}
            onClick={() => void save('file')}
          >
            Save as new file
          </Button>
          <Button
            kind="primary"
            disabled={!isChanged || busy !== null}
            busy={busy === 'edit'}
            onClick={() => void save('edit')}
          >
            {isSame(edit, untouched) && view.query !== null ? 'Revert to original' : 'Save'}
          </Button>
        </footer>
      </div>
      {isAsking && (
        <Dialog
          title="Throw these changes away?"
          onClose={() => setAsking(false)}
          actions={
            <>
              <Button autofocus onClick={() => setAsking(false)}>
                Go on editing
              </Button>
              <Button kind="danger" onClick={props.onClose}>
                Throw away
              </Button>
            </>
          }
        >
          <p>The picture stays as it was before.</p>
        </Dialog>
      )}
    </div>
  )
}

function HeadButton(props: { icon: 'undo' | 'redo'; label: string; onClick: (() => void) | null }) {
  return (
    <button
      type="button"
      class="icon-button"
      aria-label={props.label}
      title={props.label}
      disabled={props.onClick === null}
      onClick={() => props.onClick?.()}
    >
      <ToolIcon name={props.icon} />
    </button>
  )
}

/** Keys of the editor, wherever the focus is but where somebody types. */
function useEditorKeys(actions: {
  undo: (() => void) | null
  redo: (() => void) | null
  save: (() => void) | null
  compare: (isOn: boolean) => void
}) {
  const latest = useRef(actions)
  latest.current = actions
  useEffect(() => {
    const isTyped = ({ target }: Event) =>
      target instanceof HTMLInputElement && ['text', 'search'].includes(target.type)
    const onDown = (event: KeyboardEvent) => {
      if (isTyped(event) || document.querySelector('.dialog[open]')) return
      const isCommand = event.ctrlKey || event.metaKey
      const key = event.key.toLowerCase()
      const { undo, redo, save, compare } = latest.current
      if (isCommand && key === 'z') (event.shiftKey ? redo : undo)?.()
      else if (isCommand && key === 'y') redo?.()
      else if (isCommand && key === 's') save?.()
      else if (!isCommand && key === 'c') compare(true)
      else return
      event.preventDefault()
    }
    const onUp = ({ key }: KeyboardEvent) => {
      if (key.toLowerCase() === 'c') latest.current.compare(false)
    }
    addEventListener('keydown', onDown)
    addEventListener('keyup', onUp)
    return () => {
      removeEventListener('keydown', onDown)
      removeEventListener('keyup', onUp)
    }
  }, [])
}
