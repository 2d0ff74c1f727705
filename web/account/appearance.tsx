import { Icon, type IconName } from '../ui/icons.tsx'
import { Sheet } from '../ui/sheet.tsx'
import { type Theme, theme } from '../ui/theme.ts'

const choices: { value: Theme; name: string; icon: IconName }[] = [
  { value: 'system', name: 'System', icon: 'system' },
  { value: 'light', name: 'Light', icon: 'sun' },
  { value: 'dark', name: 'Dark', icon: 'moon' },
]

/** Light or dark, on this device. */
export function SelectTheme() {
  return (
    <Sheet title="Appearance" lead="Light or dark, or as the system has it. Kept on this device.">
      <fieldset class="segments">
        <legend class="visually-hidden">Theme</legend>
        {choices.map(({ value, name, icon }) => (
          <label key={value} class="segment">
            <input
              type="radio"
              name="theme"
              class="visually-hidden"
              checked={theme.value === value}
              onChange={() => {
                theme.value = value
              }}
            />
            <Icon name={icon} size={18} /> {name}
          </label>
        ))}
      </fieldset>
    </Sheet>
  )
}
