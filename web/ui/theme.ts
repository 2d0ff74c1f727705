import { effect, signal } from '@preact/signals'

export type Theme = 'system' | 'light' | 'dark'

function stored(): Theme {
  try {
    const theme = localStorage.getItem('theme')
    return theme === 'light' || theme === 'dark' ? theme : 'system'
  } catch {
    // Storage is switched off: the system's theme it is.
    return 'system'
  }
}

function store(chosen: Theme) {
  try {
    if (chosen === 'system') localStorage.removeItem('theme')
    else localStorage.setItem('theme', chosen)
  } catch {
    // As above: the choice holds until the page is closed.
  }
}

export const theme = signal<Theme>(stored())

effect(() => {
  if (theme.value === 'system') delete document.documentElement.dataset.theme
  else document.documentElement.dataset.theme = theme.value
  store(theme.value)
})

const order: Theme[] = ['system', 'light', 'dark']

export function nextTheme() {
  theme.value = order[(order.indexOf(theme.value) + 1) % order.length] ?? 'system'
}
