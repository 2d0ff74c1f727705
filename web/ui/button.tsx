import type { ButtonHTMLAttributes, ComponentChildren } from 'preact'
import { Icon, type IconName } from './icons.tsx'

type Kind = 'primary' | 'plain' | 'quiet' | 'danger'

interface ButtonProps extends Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'icon' | 'type'> {
  kind?: Kind
  icon?: IconName
  type?: 'button' | 'submit'
  busy?: boolean
  children: ComponentChildren
}

/** A button with words. `busy` keeps its width, says so to screen readers and takes no clicks. */
export function Button(props: ButtonProps) {
  const { kind = 'plain', icon, busy = false, type = 'button', children, ...rest } = props
  return (
    <button
      {...rest}
      type={type}
      class={`button button-${kind}`}
      aria-busy={busy}
      disabled={busy || rest.disabled}
    >
      {icon && <Icon name={icon} size={18} />}
      <span>{children}</span>
    </button>
  )
}

interface IconButtonProps extends Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'icon' | 'label'> {
  icon: IconName
  /** Read out, and shown as a tooltip. */
  label: string
}

/** A button that is only an icon; 44 px to the finger whatever it looks like. */
export function IconButton({ icon, label, ...rest }: IconButtonProps) {
  return (
    <button
      {...rest}
      type="button"
      class={`icon-button ${rest.class ?? ''}`}
      aria-label={label}
      title={label}
    >
      <Icon name={icon} />
    </button>
  )
}
