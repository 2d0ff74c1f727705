import type { GenerationView } from '#contracts/generations'
import { Button } from '../../ui/button.tsx'

const failedWords = {
  failed: 'The provider could not make it.',
  refused: 'The provider refused it.',
  'over-budget': 'This would go over the budget of today.',
  interrupted:
    'It was interrupted: nobody knows whether the provider made it. It was not asked for again.',
} as const

/** What the last run of a tile is doing: a thin line while it is made, words where it did not come about. */
export function RunLine(props: {
  run: GenerationView
  /** Whether the tile shows a picture already: what it says then takes little room. */
  hasPicture: boolean
  onRetry: (() => void) | null
}) {
  const { run } = props
  switch (run.state) {
    case 'queued':
    case 'running':
      return (
        <>
          <div
            class={`studio-progress ${run.progress === null ? 'is-open' : ''}`}
            role="progressbar"
            aria-label={run.state === 'queued' ? 'Waiting for its turn' : 'Being made'}
            {...(run.progress !== null && { 'aria-valuenow': Math.round(run.progress * 100) })}
          >
            <span style={run.progress === null ? {} : { transform: `scaleX(${run.progress})` }} />
          </div>
          {!props.hasPicture && (
            <p class="studio-words">
              {run.state === 'queued' ? 'Waiting for its turn…' : 'Being made…'}
            </p>
          )}
        </>
      )
    case 'failed':
    case 'refused':
    case 'over-budget':
    case 'interrupted':
      return (
        <div class={`studio-failure ${props.hasPicture ? 'is-over' : ''}`} role="status">
          <p>{run.reason ?? failedWords[run.state]}</p>
          {props.onRetry && run.state !== 'refused' && (
            <Button kind="plain" icon="retry" onClick={props.onRetry}>
              Try again
            </Button>
          )}
        </div>
      )
    case 'done':
    case 'cancelled':
      return null
  }
}
