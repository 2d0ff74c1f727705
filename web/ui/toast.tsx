import { signal } from '@preact/signals'
import { useEffect, useRef } from 'preact/hooks'
import { Button } from './button.tsx'

interface Toast {
  id: number
  text: string
  kind: 'plain' | 'danger'
  action?: { label: string; run: () => void } | undefined
}

const toasts = signal<Toast[]>([])
let lastId = 0

/** Says something for some seconds, longer when there is something to undo. */
export function showToast(text: string, options: Partial<Pick<Toast, 'kind' | 'action'>> = {}) {
  const id = ++lastId
  toasts.value = [
    ...toasts.value.slice(-2),
    { id, text, kind: options.kind ?? 'plain', action: options.action },
  ]
  setTimeout(() => dismiss(id), options.action ? 9_000 : 5_000)
}

function dismiss(id: number) {
  toasts.value = toasts.value.filter((toast) => toast.id !== id)
}

/**
 * Lies in the top layer. A modal dialog takes clicks from everything outside it, so one that stays
 * open for long brings `Toasts` of its own, with `isInDialog`, and the page leaves its own away.
 */
export function Toasts({ isInDialog = false }: { isInDialog?: boolean }) {
  const ref = useRef<HTMLDivElement>(null)
  const count = toasts.value.length
  useEffect(() => {
    if (isInDialog) return
    // Shown anew each time, so that it comes to lie above whatever was opened since.
    ref.current?.hidePopover()
    if (count > 0) ref.current?.showPopover()
  }, [count, isInDialog])
  return (
    <div
      ref={ref}
      {...(isInDialog ? {} : { popover: 'manual' as const })}
      class="toasts"
      role="status"
      aria-live="polite"
    >
      {toasts.value.map(({ id, text, kind, action }) => (
        <div key={id} class={`toast toast-${kind}`}>
          <span>{text}</span>
          {action && (
            <Button
              kind="quiet"
              onClick={() => {
                dismiss(id)
                action.run()
              }}
            >
              {action.label}
            </Button>
          )}
        </div>
      ))}
    </div>
  )
}
