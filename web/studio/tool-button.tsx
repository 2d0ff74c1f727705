import type { ButtonHTMLAttributes } from 'preact'
import './tool-button.css'
import { Icon, type IconName } from '../ui/icons.tsx'
import { StudioIcon, type StudioIconName } from './studio-icon.tsx'

interface ToolButtonProps
  extends Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'icon' | 'label' | 'type'> {
  icon: { ui: IconName } | StudioIconName
  /** Read out, and shown as a tooltip. */
  label: string
  /** Shown beside the icon. */
  text?: string | undefined
  isOn?: boolean
}

/** A small button of the studio's bars; 44 px to the finger. */
export function ToolButton({ icon, label, text, isOn, ...rest }: ToolButtonProps) {
  return (
    <button
      {...rest}
      type="button"
      class={`tool-button ${text === undefined ? '' : 'has-text'} ${rest.class ?? ''}`}
      aria-label={label}
      title={label}
      {...(isOn !== undefined && { 'aria-pressed': isOn })}
    >
      {typeof icon === 'string' ? <StudioIcon name={icon} /> : <Icon name={icon.ui} />}
      {text !== undefined && <span>{text}</span>}
    </button>
  )
}
