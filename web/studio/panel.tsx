import { signal } from '@preact/signals'
import type { ComponentChildren } from 'preact'
import { useEffect, useId, useRef } from 'preact/hooks'
import './panel.css'
import { IconButton } from '../ui/button.tsx'
import { keepInSight } from './prompt/keep-in-sight.ts'

export type PanelName = 'library' | 'favorites' | 'history' | 'lineage' | 'versions'

/** The one panel that is open beside the canvas. */
export const openPanel = signal<PanelName | null>(null)

export function togglePanel(name: PanelName) {
  openPanel.value = openPanel.value === name ? null : name
}

/**
 * A panel at the right of the canvas, a sheet at the bottom of a phone. Escape closes it; keys that are
 * pressed in it are not the canvas's.
 */
export function Panel(props: { title: string; isWide?: boolean; children: ComponentChildren }) {
  const id = useId()
  const panel = useRef<HTMLElement>(null)
  useEffect(() => {
    const before = document.activeElement
    panel.current?.focus()
    keepInSight()
    // The focus goes back to where it came from, unless somebody has taken it elsewhere.
    return () => {
      const isInside = panel.current?.contains(document.activeElement) ?? true
      if (isInside && before instanceof HTMLElement) before.focus()
    }
  }, [])
  return (
    <aside
      ref={panel}
      class={`studio-panel ${props.isWide ? 'is-wide' : ''}`}
      aria-labelledby={id}
      tabIndex={-1}
      data-own-keys
      onFocusOut={({ relatedTarget }) => {
        // A button that is busy cannot have the focus: it stays in the panel, and Escape closes it.
        if (relatedTarget !== null) return
        requestAnimationFrame(() => {
          if (document.activeElement === document.body) panel.current?.focus()
        })
      }}
      onKeyDown={(event) => {
        if (event.key === 'Escape') openPanel.value = null
      }}
    >
      <header>
        <h2 id={id}>{props.title}</h2>
        <IconButton icon="close" label="Close (Esc)" onClick={() => (openPanel.value = null)} />
      </header>
      <div class="studio-panel-body">{props.children}</div>
    </aside>
  )
}
