import type { ComponentChildren } from 'preact'
import { useId, useRef } from 'preact/hooks'
import './menu.css'
import { Icon, type IconName } from '../ui/icons.tsx'

export interface MenuItem {
  name: string
  icon: IconName
  kind?: 'plain' | 'danger'
  /** A link instead of something to do; the browser saves what it answers. */
  download?: string
  run?: () => void
  /** Only where there is no room for a button of its own. */
  isOfPhone?: boolean
}

/** A button that opens a short list of what can be done. Arrow keys walk it, Escape closes it. */
export function Menu(props: {
  label: string
  items: MenuItem[]
  /** What stands below them. */
  note?: ComponentChildren
  /** The button's icon; three dots without it. */
  children?: ComponentChildren
}) {
  const id = useId()
  const list = useRef<HTMLDivElement>(null)
  const button = useRef<HTMLButtonElement>(null)
  const close = () => list.current?.hidePopover()
  function place() {
    const [at, box] = [button.current?.getBoundingClientRect(), list.current]
    if (!at || !box) return
    const { offsetWidth: width, offsetHeight: height } = box
    const isBelow = at.bottom + height + 8 < innerHeight
    box.style.left = `${Math.max(8, Math.min(at.right - width, innerWidth - width - 8))}px`
    box.style.top = `${isBelow ? at.bottom + 4 : Math.max(8, at.top - height - 4)}px`
  }
  function walk(event: KeyboardEvent) {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (step === 0) return
    event.preventDefault()
    event.stopPropagation()
    const all = [...(list.current?.querySelectorAll<HTMLElement>('.menu-item') ?? [])]
    const at = all.findIndex((each) => each.matches(':focus'))
    all.at((at + step + all.length) % all.length)?.focus()
  }
  return (
    <>
      <button
        ref={button}
        type="button"
        class="icon-button"
        aria-label={props.label}
        title={props.label}
        popovertarget={id}
      >
        {props.children ?? <Icon name="dots" />}
      </button>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the keys are those of the buttons in it */}
      <div
        ref={list}
        id={id}
        class="menu"
        data-own-keys
        popover="auto"
        onKeyDown={walk}
        onToggle={(event) => {
          if (event.newState !== 'open') return
          place()
          list.current?.querySelector<HTMLElement>('.menu-item')?.focus()
        }}
      >
        {props.items.map(({ name, icon, kind = 'plain', download, run, isOfPhone }) =>
          download !== undefined ? (
            <a
              key={name}
              class={`menu-item ${isOfPhone ? 'is-of-phone' : ''}`}
              href={download}
              download
              onClick={close}
            >
              <Icon name={icon} size={18} /> {name}
            </a>
          ) : (
            <button
              key={name}
              type="button"
              class={`menu-item is-${kind} ${isOfPhone ? 'is-of-phone' : ''}`}
              onClick={() => {
                close()
                run?.()
              }}
            >
              <Icon name={icon} size={18} /> {name}
            </button>
          ),
        )}
        {props.note}
      </div>
    </>
  )
}
