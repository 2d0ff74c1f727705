import { signal } from '@preact/signals'
import type { ComponentChildren, ComponentType } from 'preact'
import { sentenceOf } from '../api.ts'
import { Button } from '../ui/button.tsx'
import { StateNote } from '../ui/state-notes.tsx'

type Loaded<Props> = { Page: ComponentType<Props> } | { error: unknown } | null

/**
 * A page whose script is fetched when it is first shown, so that the way to the pictures stays short.
 * `waiting` stands in its place until then: null for a part of a page.
 */
export function lazyPage<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
  waiting: ComponentChildren = <div class="boot" role="status" aria-label="Loading" />,
): ComponentType<Props> {
  const loaded = signal<Loaded<Props>>(null)
  let isAsked = false
  function ask() {
    isAsked = true
    loaded.value = null
    load().then(
      (Page) => {
        loaded.value = { Page }
      },
      (error: unknown) => {
        loaded.value = { error }
        addEventListener('online', ask, { once: true })
      },
    )
  }
  return function LazyPage(props: Props) {
    if (!isAsked) ask()
    const now = loaded.value
    if (now === null) return waiting
    if ('Page' in now) return <now.Page {...props} />
    return (
      <StateNote
        icon="alert"
        kind="danger"
        title="This page could not be loaded"
        action={
          <Button kind="primary" icon="retry" onClick={ask}>
            Try again
          </Button>
        }
      >
        {sentenceOf(now.error)}
      </StateNote>
    )
  }
}
