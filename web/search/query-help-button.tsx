import { useId, useRef, useState } from 'preact/hooks'
import { lazyPage } from '../shell/lazy-page.tsx'

const QueryHelp = lazyPage(async () => (await import('./query-help.tsx')).QueryHelp, null)

/** What can be asked for, behind a “?” in the field; fetched when it is first opened. */
export function QueryHelpButton(props: { query: string; onPick: (query: string) => void }) {
  const id = useId()
  const popover = useRef<HTMLDivElement>(null)
  const button = useRef<HTMLButtonElement>(null)
  const [wasOpen, setWasOpen] = useState(false)
  return (
    <>
      <button
        ref={button}
        type="button"
        class="search-help-button"
        popovertarget={id}
        aria-label="How to search"
        title="How to search"
      >
        ?
      </button>
      <div
        ref={popover}
        id={id}
        popover="auto"
        class="search-help"
        role="dialog"
        aria-label="How to search"
        onBeforeToggle={() => {
          setWasOpen(true)
          const below = button.current?.closest('.search')?.getBoundingClientRect()
          if (!below || !popover.current) return
          popover.current.style.top = `${below.bottom + 6}px`
          popover.current.style.right = `${Math.max(10, document.documentElement.clientWidth - below.right)}px`
        }}
      >
        <p class="quiet">A click adds it to the search.</p>
        {wasOpen && (
          <QueryHelp
            query={props.query}
            onPick={(query) => {
              popover.current?.hidePopover()
              props.onPick(query)
            }}
          />
        )}
      </div>
    </>
  )
}
