import { useCallback, useEffect } from 'preact/hooks'
import { canEdit, generations } from '../sync/canvas-sync.ts'
import { runAgain } from '../sync/run-again.ts'
import { lastRuns, madePictures } from './made-pictures.ts'
import { RunLine } from './run-line.tsx'
import { SteadyPicture } from './steady-picture.tsx'
import type { TileOf, TileProps } from './tile-props.ts'

/** A picture that words make: the one that is there, and what becomes of the next. */
export function PromptTile({ tile }: TileProps<'prompt'>) {
  const shown = tile.shown === null ? null : generations.value.get(tile.shown)
  const isUnknown = tile.shown !== null && !shown?.url
  useEffect(() => {
    if (isUnknown && tile.shown !== null) madePictures.wantAgain(tile.shown)
  }, [isUnknown, tile.shown])
  const onFailed = useCallback(() => {
    // Its address has ended.
    if (tile.shown !== null) madePictures.wantAgain(tile.shown)
  }, [tile.shown])
  const run = lastRuns.value.get(tile.id)
  const isOfInterest = run && (tile.shown === null || run.id > tile.shown)
  const isGone = tile.shown !== null && madePictures.known.value.get(tile.shown) === null
  return (
    <>
      <SteadyPicture src={shown?.url ?? null} alt="" onFailed={onFailed} />
      {isGone && !shown && <p class="studio-words">This picture was not kept.</p>}
      {tile.shown === null && !isOfInterest && (
        <p class="studio-words">{tile.prompt.text || 'Type what it should show.'}</p>
      )}
      {isOfInterest && (
        <RunLine
          run={run}
          hasPicture={tile.shown !== null}
          onRetry={canEdit.value ? () => runAgain(run) : null}
        />
      )}
    </>
  )
}

export function promptTileName({ prompt }: TileOf<'prompt'>): string {
  return prompt.text || 'a picture without words yet'
}
