const day = new Intl.DateTimeFormat('en', {
  ...{ day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit' },
})

/** `21 Nov 2026, 14:03` in the reader's own time. */
export function formatDay(iso: string): string {
  return day.format(new Date(iso))
}
