import { useEffect, useMemo, useState } from 'preact/hooks'
import './lineage.css'
import type { CanvasView } from '#contracts/canvas'
import { Button } from '../../ui/button.tsx'
import { listGenerations } from '../generation-calls.ts'
import { Panel } from '../panel.tsx'
import { promptTile } from '../prompt/prompt-state.ts'
import { canvas, generations, hearGenerations } from '../sync/canvas-sync.ts'
import { lineageOf, relatedTo } from './lineage-graph.ts'
import { LineageTree } from './lineage-tree.tsx'
import { PictureRecord } from './picture-record.tsx'

/** Which picture came of which: of the chosen one, or of all. */
export function LineagePanel({ about }: { about: CanvasView }) {
  // What this page has not heard of yet: the latest hundred say what is seen; the rest is asked for singly.
  useEffect(() => {
    listGenerations(about.id).then(
      ({ items }) => hearGenerations(items),
      // Then only what the page knows is shown.
      () => {},
    )
  }, [about.id])
  const [isAll, setAll] = useState(false)
  const all = useMemo(
    () => lineageOf(canvas.value.values(), generations.value),
    [canvas.value, generations.value],
  )
  const own = promptTile.value?.shown ?? null
  const lineage = useMemo(
    () => (own === null || isAll ? all : relatedTo(all, own)),
    [all, own, isAll],
  )
  const [picked, setPicked] = useState<string | null>(null)
  const shown = lineage.nodes.find(({ key }) => key === (picked ?? own)) ?? null
  return (
    <Panel title="Lineage" isWide>
      {own !== null && (
        <Button kind="quiet" onClick={() => setAll(!isAll)}>
          {isAll ? 'Only of the chosen picture' : 'Of all pictures'}
        </Button>
      )}
      {lineage.nodes.length === 0 ? (
        <p class="quiet">
          Nothing was made here yet. Once there are pictures, this shows what each was made of.
        </p>
      ) : (
        <LineageTree lineage={lineage} picked={shown?.key ?? null} onPick={setPicked} />
      )}
      {shown && <PictureRecord key={shown.key} picture={shown.picture} />}
    </Panel>
  )
}
