import { useEffect, useState } from 'preact/hooks'
import type { Me } from '#contracts/accounts'
import type { CanvasView } from '#contracts/canvas'
import type { CanvasId } from '#contracts/ids'
import { ApiError, sentenceOf } from '../../api.ts'
import { Button } from '../../ui/button.tsx'
import { Icon } from '../../ui/icons.tsx'
import { follow } from '../../ui/route.ts'
import { StateNote } from '../../ui/state-notes.tsx'
import { PromptBar } from '../prompt/prompt-bar.tsx'
import { readAbout } from '../sync/about-canvas.ts'
import { canEdit, isThere, line, openCanvas, unsentCount } from '../sync/canvas-sync.ts'
import { StudioToolbar } from '../toolbar/toolbar.tsx'
import { Surface } from './surface.tsx'
import { tidy } from './tidy.ts'

type About = { view: CanvasView } | { error: unknown } | null

/** One canvas, as high as the window. */
export function CanvasPage({ me, id }: { me: Me; id: CanvasId }) {
  const [about, setAbout] = useState<About>(null)
  const [round, setRound] = useState(0)
  useEffect(() => {
    const stop = new AbortController()
    openCanvas(id, me.userId, stop.signal)
    return () => stop.abort()
  }, [id, me.userId])
  // Asked again when the line breaks: then it says whether the canvas is still there for this person.
  const isAway = line.value === 'away'
  useEffect(() => {
    let isOver = false
    readAbout(id).then(
      (view) => !isOver && setAbout({ view }),
      (error: unknown) => {
        const isGone = error instanceof ApiError && error.status === 404
        if (!isOver) setAbout((known) => (known && 'view' in known && !isGone ? known : { error }))
      },
    )
    return () => {
      isOver = true
    }
  }, [id, isAway, round])
  if (about && 'error' in about) {
    const isGone = about.error instanceof ApiError && about.error.status === 404
    return (
      <StateNote
        icon={isGone ? 'file' : 'alert'}
        kind={isGone ? 'plain' : 'danger'}
        title={isGone ? 'This canvas is not here' : 'The canvas could not be read'}
        action={
          isGone ? (
            <a href="/studio" onClick={follow}>
              Go to the studio
            </a>
          ) : (
            <Button kind="primary" icon="retry" onClick={() => setRound(round + 1)}>
              Try again
            </Button>
          )
        }
      >
        {isGone ? 'It was deleted, or it belongs to somebody else.' : sentenceOf(about.error)}
      </StateNote>
    )
  }
  return (
    <section class="studio" aria-label={about?.view.name ?? 'Canvas'}>
      <header class="studio-head">
        <a href="/studio" onClick={follow} aria-label="All canvases" title="All canvases">
          <Icon name="left" />
        </a>
        <h1>{about?.view.name ?? 'Canvas'}</h1>
        <SyncNote />
      </header>
      <Surface about={about?.view ?? null} />
      {about && <StudioToolbar me={me} about={about.view} onTidy={tidy} />}
      {about && isThere.value && <PromptBar about={about.view} />}
    </section>
  )
}

/** Only what somebody has to know: that edits wait, or that they may only look. */
function SyncNote() {
  const count = unsentCount.value
  const words =
    line.value === 'away'
      ? count === 0
        ? 'No connection'
        : `No connection: ${count} ${count === 1 ? 'change waits' : 'changes wait'}`
      : isThere.value && line.value === 'live' && !canEdit.value
        ? 'You can look, not change'
        : ''
  return (
    <span class="quiet" role="status">
      {words}
    </span>
  )
}
