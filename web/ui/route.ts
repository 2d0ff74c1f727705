import { signal } from '@preact/signals'

/** The path that is shown. Links to other pages of the app go through `navigate`. */
export const path = signal(location.pathname)

addEventListener('popstate', () => {
  path.value = location.pathname
})

export function navigate(to: string, options: { replace?: boolean } = {}) {
  if (to === location.pathname) return
  if (options.replace) history.replaceState(null, '', to)
  else history.pushState(null, '', to)
  path.value = location.pathname
}

/** For `onClick` of a link: follows it inside the app, unless it is to be opened elsewhere. */
export function follow(event: MouseEvent) {
  const link = event.currentTarget
  if (!(link instanceof HTMLAnchorElement)) return
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return
  event.preventDefault()
  navigate(link.pathname)
}
