import { useEffect, useMemo } from 'preact/hooks'
import type { CanvasView } from '#contracts/canvas'
import type { GenerationView } from '#contracts/generations'
import { PagedBody } from '../../shell/paged-body.tsx'
import { formatAgo } from '../../ui/format.ts'
import { pagedList } from '../../ui/paged.ts'
import { MadeCard } from '../favorites/made-card.tsx'
import { listGenerations } from '../generation-calls.ts'
import { Panel } from '../panel.tsx'
import { edit, hearGenerations } from '../sync/canvas-sync.ts'
import { ToolButton } from '../tool-button.tsx'
import { changePrompt, promptTile } from './prompt-state.ts'

/** What was made before, of the chosen tile or of the whole canvas: its words or the picture itself. */
export function HistoryPanel({ about }: { about: CanvasView }) {
  const tile = promptTile.value
  const tileId = tile?.id
  const list = useMemo(
    () => pagedList((cursor) => listGenerations(about.id, { tile: tileId, cursor })),
    [about.id, tileId],
  )
  useEffect(() => void list.load(), [list])
  const { items } = list.list.value
  useEffect(() => hearGenerations(items), [items])
  /** Words and settings as they were, to go on from; the picture follows as if they were typed. */
  const takeWords = ({ prompt }: GenerationView) => changePrompt(about.id, prompt)
  return (
    <Panel title={tile ? 'Earlier pictures of this tile' : 'Earlier pictures'}>
      <PagedBody of={list} empty="Nothing was made here yet.">
        {(all) => (
          <ul class="made-list">
            {all.filter(isWorthShowing).map((generation) => (
              <MadeCard
                key={generation.id}
                generation={generation}
                label={tile ? 'Show this picture again' : 'Take its words'}
                onTake={() => (tile ? showAgain(generation) : takeWords(generation))}
                onBroken={() => void list.load()}
              >
                {tile && (
                  <ToolButton
                    icon={{ ui: 'text' }}
                    label={`Take its words, of ${formatAgo(generation.createdAt, Date.now())}`}
                    onClick={() => takeWords(generation)}
                  />
                )}
              </MadeCard>
            ))}
          </ul>
        )}
      </PagedBody>
    </Panel>
  )
}

/** Previews are steps on the way; of what did not come about there is nothing to see. */
function isWorthShowing({ stage, state }: GenerationView): boolean {
  return stage !== 'preview' && state === 'done'
}

/** The picture and its words, as they were: one step, which can be undone. */
function showAgain({ tile, id, prompt }: GenerationView) {
  edit([{ type: 'change', changes: [{ tile, set: { shown: id, prompt } }] }])
}
