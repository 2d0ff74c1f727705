import type { ComponentChildren } from 'preact'
import { useId, useLayoutEffect, useRef } from 'preact/hooks'

/** A question that has to be answered first. The browser's own dialog keeps the focus inside. */
export function Dialog(props: {
  title: string
  children: ComponentChildren
  actions: ComponentChildren
  onClose: () => void
  /** Escape does not close it: what it shows is not shown again. */
  isKept?: boolean
}) {
  const ref = useRef<HTMLDialogElement>(null)
  const titleId = useId()
  // At once: for a frame without it, a key or a click would still mean what lies below.
  useLayoutEffect(() => ref.current?.showModal(), [])
  return (
    <dialog
      ref={ref}
      class="dialog"
      aria-labelledby={titleId}
      onCancel={(event) => {
        if (props.isKept) event.preventDefault()
      }}
      onClose={props.onClose}
    >
      <h2 id={titleId}>{props.title}</h2>
      <div class="dialog-body">{props.children}</div>
      <div class="dialog-actions">{props.actions}</div>
    </dialog>
  )
}
