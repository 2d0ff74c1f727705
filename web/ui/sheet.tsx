import type { ComponentChildren } from 'preact'
import { useId } from 'preact/hooks'

/** One part of a page: its heading, what it is for, and what can be done with all of it. */
export function Sheet(props: {
  title: string
  lead?: ComponentChildren
  action?: ComponentChildren
  children: ComponentChildren
}) {
  const id = useId()
  return (
    <section class="sheet" aria-labelledby={id}>
      <header class="sheet-head">
        <div>
          <h2 id={id}>{props.title}</h2>
          {props.lead && <p class="quiet">{props.lead}</p>}
        </div>
        {props.action && <div class="sheet-action">{props.action}</div>}
      </header>
      {props.children}
    </section>
  )
}

/** One line of a list: what it is, what is known of it, and what can be done. */
export function Row(props: {
  /** Before everything: a small picture. */
  lead?: ComponentChildren
  title: ComponentChildren
  badges?: ComponentChildren
  note?: ComponentChildren
  figures?: ComponentChildren
  actions?: ComponentChildren
  children?: ComponentChildren
}) {
  return (
    <li class="sheet-row">
      <div class="row-main">
        {props.lead}
        <div class="row-text">
          <p class="row-title">
            <span>{props.title}</span> {props.badges}
          </p>
          {props.note && <p class="row-note quiet">{props.note}</p>}
        </div>
        {props.figures && <div class="row-figures">{props.figures}</div>}
        {props.actions && <div class="row-actions">{props.actions}</div>}
      </div>
      {props.children}
    </li>
  )
}
