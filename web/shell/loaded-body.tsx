import type { ComponentChildren } from 'preact'
import { sentenceOf } from '../api.ts'
import { Button } from '../ui/button.tsx'

/** What stands for one thing that is asked for: that it loads, why it failed with a way to try again, or itself. */
export function LoadedBody<Value>(props: {
  value: Value | null
  error: unknown
  onRetry: () => void
  children: (value: Value) => ComponentChildren
}) {
  const { value, error } = props
  return (
    <>
      {error !== null && (
        <div class="page-failure" role="alert">
          <p>{sentenceOf(error)}</p>
          <Button icon="retry" onClick={props.onRetry}>
            Try again
          </Button>
        </div>
      )}
      {value === null && error === null && (
        <div class="sheet-loading" role="status" aria-label="Loading">
          <span class="skeleton" />
          <span class="skeleton" />
        </div>
      )}
      {value !== null && props.children(value)}
    </>
  )
}
