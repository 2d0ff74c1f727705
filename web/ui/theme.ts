import { effect, signal } from '@preact/signals'

export type Theme = 'system' | 'light' | 'dark'

function stored(): Theme {
  const theme = localStorage.getItem('theme')
  return theme === 'light' || theme === 'dark' ? theme : 'system'
}

export const theme = signal<Theme>(stored())

effect(() => {
  if (theme.value === 'system') {
    delete document.documentElement.dataset.theme
    localStorage.removeItem('theme')
  } else {
    document.documentElement.dataset.theme = theme.value
    localStorage.setItem('theme', theme.value)
  }
})

const order: Theme[] = ['system', 'light', 'dark']

export function nextTheme() {
  theme.value = order[(order.indexOf(theme.value) + 1) % order.length] ?? 'system'
}
