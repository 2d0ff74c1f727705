import { useEffect, useMemo, useRef, useState } from 'preact/hooks'
import '../../folders/card-pictures.css'
import './canvases.css'
import type { Me } from '#contracts/accounts'
import type { CanvasView } from '#contracts/canvas'
import { sentenceOf } from '../../api.ts'
import { attempt } from '../../shell/attempt.ts'
import { NameDialog } from '../../shell/name-dialog.tsx'
import { personalSpaceOf, spaceName } from '../../shell/own-spaces.ts'
import { Button } from '../../ui/button.tsx'
import { pagedList } from '../../ui/paged.ts'
import { navigate } from '../../ui/route.ts'
import { StateNote } from '../../ui/state-notes.tsx'
import { showToast } from '../../ui/toast.tsx'
import { loadProviders, providers } from '../providers.ts'
import {
  duplicateCanvas,
  importCanvas,
  listCanvases,
  renameCanvas,
  restoreCanvas,
  trashCanvas,
} from './canvas-calls.ts'
import { CanvasCard } from './canvas-card.tsx'
import { NewCanvasDialog } from './new-canvas-dialog.tsx'
import { TrashedCanvases } from './trashed-canvases.tsx'

/** The canvases that somebody may open, the one that was changed last first. */
export function CanvasesPage({ me }: { me: Me }) {
  const canvases = useMemo(
    () => pagedList((cursor) => listCanvases({ isTrashed: false, cursor })),
    [],
  )
  const [isMaking, setMaking] = useState(false)
  const [named, setNamed] = useState<CanvasView | null>(null)
  const [copied, setCopied] = useState<CanvasView | null>(null)
  const [isImporting, setImporting] = useState(false)
  const [trashRound, setTrashRound] = useState(0)
  const picker = useRef<HTMLInputElement>(null)
  useEffect(() => {
    void canvases.load()
    void loadProviders()
    const again = () => document.visibilityState === 'visible' && void canvases.load()
    document.addEventListener('visibilitychange', again)
    return () => document.removeEventListener('visibilitychange', again)
  }, [canvases])
  // Addresses of pictures hold for an hour: read anew, once, when one is broken.
  const isRead = useRef(false)
  const readAgain = () => {
    if (isRead.current) return
    isRead.current = true
    void canvases.load()
  }
  const own = me.personalSpaceId
  const nameOfSpace = ({ spaceId }: CanvasView) => {
    const space = me.spaces.find(({ id }) => id === spaceId)
    return spaceId === own || !space ? null : spaceName(space)
  }

  async function trash(canvas: CanvasView) {
    if (!(await attempt(() => trashCanvas(canvas.id)))) return
    canvases.change((all) => all.filter(({ id }) => id !== canvas.id))
    setTrashRound((round) => round + 1)
    showToast(`“${canvas.name}” is in the trash.`, {
      action: { label: 'Undo', run: () => void takeBack(canvas) },
    })
  }
  async function takeBack(canvas: CanvasView) {
    if (!(await attempt(() => restoreCanvas(canvas.id), `“${canvas.name}” is back.`))) return
    setTrashRound((round) => round + 1)
    await canvases.load()
  }
  async function duplicate(canvas: CanvasView) {
    setCopied(canvas)
    await attempt(async () => {
      const copy = await duplicateCanvas(canvas.id)
      canvases.change((all) => [copy, ...all])
    }, `“${canvas.name}” was copied.`)
    setCopied(null)
  }
  async function bringIn(file: File) {
    setImporting(true)
    await attempt(async () => navigate(`/studio/${(await importCanvas(file)).id}`))
    setImporting(false)
  }

  const { status, items, error, nextCursor, isLoadingMore } = canvases.list.value
  const { howToAdd } = providers.value?.value ?? { howToAdd: null }
  const canMake = personalSpaceOf(me).role !== 'viewer'
  return (
    <div class="canvases">
      <header class="canvases-head">
        <p class="quiet">
          Words become pictures while you type them. Arrange them, take your own as examples, and
          keep the good ones in the library.
        </p>
        <div class="canvases-tools">
          <Button icon="upload" busy={isImporting} onClick={() => picker.current?.click()}>
            Open a file…
          </Button>
          <Button kind="primary" icon="plus" disabled={!canMake} onClick={() => setMaking(true)}>
            New canvas
          </Button>
        </div>
        <input
          ref={picker}
          type="file"
          hidden
          aria-label="A canvas that was saved as a file"
          onChange={(event) => {
            const file = event.currentTarget.files?.[0]
            event.currentTarget.value = ''
            if (file) void bringIn(file)
          }}
        />
      </header>
      {howToAdd !== null && (
        <p class="how-to-add" role="note">
          Nobody makes pictures here yet. {howToAdd}
        </p>
      )}
      {status === 'loading' && (
        <ul class="canvas-cards" role="status" aria-label="Loading">
          {['a', 'b', 'c'].map((each) => (
            <li key={each} class="canvas-card">
              <span class="skeleton canvas-card-skeleton" />
            </li>
          ))}
        </ul>
      )}
      {error !== null && (
        <div class="page-failure" role="alert">
          <p>The canvases could not be loaded. {sentenceOf(error)}</p>
          <Button icon="retry" onClick={() => void canvases.load()}>
            Try again
          </Button>
        </div>
      )}
      {status === 'ready' && items.length === 0 && (
        <StateNote
          icon="image"
          title="An empty studio"
          action={
            <Button kind="primary" icon="plus" onClick={() => setMaking(true)}>
              Begin a canvas
            </Button>
          }
        >
          A canvas is a table without an edge: put pictures on it, yours and new ones, alone or with
          the people of a space.
        </StateNote>
      )}
      {items.length > 0 && (
        <ul class="canvas-cards" aria-label="Canvases">
          {items.map((canvas) => (
            <CanvasCard
              key={canvas.id}
              canvas={canvas}
              spaceName={nameOfSpace(canvas)}
              doing={copied?.id === canvas.id ? 'Copying…' : null}
              actions={{
                rename: setNamed,
                duplicate: (of) => void duplicate(of),
                trash: (of) => void trash(of),
              }}
              onBroken={readAgain}
            />
          ))}
        </ul>
      )}
      {nextCursor !== null && (
        <div class="sheet-more">
          <Button busy={isLoadingMore} onClick={() => void canvases.more()}>
            Show more
          </Button>
        </div>
      )}
      <TrashedCanvases round={trashRound} onRestore={takeBack} />
      {isMaking && (
        <NewCanvasDialog
          me={me}
          onMade={({ id }) => navigate(`/studio/${id}`)}
          onClose={() => setMaking(false)}
        />
      )}
      {named && (
        <NameDialog
          title={`Rename “${named.name}”`}
          button="Rename"
          name={named.name}
          onName={async (name) => {
            const changed = await renameCanvas(named.id, name)
            canvases.change((all) => all.map((each) => (each.id === changed.id ? changed : each)))
          }}
          onClose={() => setNamed(null)}
        />
      )}
    </div>
  )
}
