import './studio.css'
import type { Me } from '#contracts/accounts'
import { canvasIdSchema } from '#contracts/ids'
import { lazyPage } from '../shell/lazy-page.tsx'
import { StateNote } from '../ui/state-notes.tsx'
import { CanvasesPage } from './canvases/list-page.tsx'

const CanvasPage = lazyPage(async () => (await import('./canvas/canvas-page.tsx')).CanvasPage)

/** /studio: the canvases; /studio/ID: one of them. */
export function StudioPage({ me, path }: { me: Me; path: string }) {
  const named = /^\/studio\/([^/]+)$/.exec(path)?.[1]
  if (named === undefined) return <CanvasesPage me={me} />
  const id = canvasIdSchema.safeParse(named)
  if (id.success) return <CanvasPage key={id.data} me={me} id={id.data} />
  return (
    <StateNote
      icon="file"
      title="There is nothing here"
      action={<a href="/studio">Go to the studio</a>}
    />
  )
}
