import { batch, signal } from '@preact/signals'

/** The path that is shown. Links to other pages of the app go through `navigate`. */
export const path = signal(location.pathname)
/** What stands behind the path, with its `?`, or nothing. */
export const search = signal(location.search)

function read() {
  batch(() => {
    path.value = location.pathname
    search.value = location.search
  })
}

addEventListener('popstate', read)

export function navigate(to: string, options: { replace?: boolean } = {}) {
  if (to === location.pathname + location.search) return
  if (options.replace) history.replaceState(history.state, '', to)
  else history.pushState({ isInside: true }, '', to)
  read()
}

/** Goes back to where this page was opened from, or to `otherwise` when it was opened directly. */
export function leave(otherwise: string) {
  if (history.state?.isInside === true) history.back()
  else navigate(otherwise, { replace: true })
}

/** For `onClick` of a link: follows it inside the app, unless it is to be opened elsewhere. */
export function follow(event: MouseEvent) {
  const link = event.currentTarget
  if (!(link instanceof HTMLAnchorElement)) return
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return
  event.preventDefault()
  navigate(link.pathname + link.search)
}
