/** What keys may do to the file that is open; null where this person may not, or not now. */
export interface KeyActions {
  next: () => void
  previous: () => void
  zoomIn: () => void
  zoomOut: () => void
  toggleZoom: () => void
  /** False when nothing is enlarged. */
  pan: (dx: number, dy: number) => boolean
  rate: ((stars: number) => void) | null
  favour: (() => void) | null
  archive: (() => void) | null
  edit: (() => void) | null
  details: () => void
  fullScreen: () => void
  slideshow: () => void
  pause: (() => void) | null
  endShow: (() => void) | null
  remove: (() => void) | null
}

interface Key {
  key: string
  metaKey: boolean
  ctrlKey: boolean
  altKey: boolean
  target: EventTarget | null
}

const panPx = 120

/** What a key does in the viewer, or null when it is not the viewer's: somebody types, or plays a film. */
export function actionOfKey(event: Key, actions: KeyActions): (() => void) | null {
  if (event.metaKey || event.ctrlKey || event.altKey) return null
  const within = elementOf(event.target)
  if (within?.closest('input, textarea, select')) return null
  if (within?.closest('video, audio, pre') && /^(Arrow|Page| $)/.test(event.key)) return null
  if (/^[0-5]$/.test(event.key)) {
    const { rate } = actions
    return rate && (() => rate(Number(event.key)))
  }
  const panOr = (dx: number, dy: number, otherwise: () => void) => () => {
    if (!actions.pan(dx, dy)) otherwise()
  }
  const nothing = () => {}
  // Within the details, keys that scroll do so.
  if (within?.closest('.viewer-details') && /^(ArrowUp|ArrowDown|Page.*| )$/.test(event.key)) {
    return null
  }
  const table: Record<string, (() => void) | null> = {
    ArrowRight: panOr(-panPx, 0, actions.next),
    ArrowLeft: panOr(panPx, 0, actions.previous),
    ArrowUp: panOr(0, panPx, nothing),
    ArrowDown: panOr(0, -panPx, nothing),
    PageDown: actions.next,
    PageUp: actions.previous,
    '+': actions.zoomIn,
    '=': actions.zoomIn,
    '-': actions.zoomOut,
    z: actions.toggleZoom,
    f: actions.favour,
    F: actions.fullScreen,
    a: actions.archive,
    e: actions.edit,
    i: actions.details,
    s: actions.slideshow,
    ' ': actions.pause,
    Escape: actions.endShow,
    Delete: actions.remove,
  }
  return table[event.key] ?? null
}

/** Where the key was pressed; a test has no elements. */
function elementOf(target: EventTarget | null): Element | null {
  return target !== null && target instanceof Element ? target : null
}
