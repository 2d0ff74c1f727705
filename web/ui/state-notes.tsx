import type { ComponentChildren } from 'preact'
import { Icon, type IconName } from './icons.tsx'

/** What stands where content would be: nothing yet, or something went wrong. */
export function StateNote(props: {
  icon: IconName
  title: string
  kind?: 'plain' | 'danger'
  children?: ComponentChildren
  action?: ComponentChildren
}) {
  return (
    <section class={`state-note state-note-${props.kind ?? 'plain'}`}>
      <div class="state-note-icon">
        <Icon name={props.icon} size={28} />
      </div>
      <h1>{props.title}</h1>
      {props.children && <div class="state-note-text">{props.children}</div>}
      {props.action && <div class="state-note-action">{props.action}</div>}
    </section>
  )
}

/** A bar from 0 to 1. */
export function Progress({ value, label }: { value: number; label: string }) {
  const percent = Math.round(Math.min(1, Math.max(0, value)) * 100)
  return (
    <div
      class="progress"
      role="progressbar"
      aria-label={label}
      aria-valuenow={percent}
      aria-valuemin={0}
      aria-valuemax={100}
    >
      <div class="progress-bar" style={{ transform: `scaleX(${percent / 100})` }} />
    </div>
  )
}

/** A mark and a word: proof, waiting, danger, or nothing to say. */
export function Badge(props: {
  kind: 'proof' | 'waiting' | 'danger' | 'plain'
  children: ComponentChildren
}) {
  return <span class={`badge badge-${props.kind}`}>{props.children}</span>
}
