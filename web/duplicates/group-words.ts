import type { KeepReason } from '#contracts/duplicates'
import type { FileView } from '#contracts/files'

/** Why a picture is the one to keep. */
export const reasonWords: Record<KeepReason, string> = {
  most_pixels: 'the largest',
  most_bytes: 'the least compressed',
  oldest: 'the oldest',
}

/** What the button does: `Keep 1, trash 2`. */
export function keepWords(kept: number, others: number): string {
  if (kept === 0) return 'Choose one to keep'
  if (others === 0) return 'Nothing to trash'
  return `Keep ${kept}, trash ${others}`
}

export function sizeOf({ width, height }: Pick<FileView, 'width' | 'height'>): string {
  return width === null || height === null ? 'unknown size' : `${width} × ${height}`
}

const day = new Intl.DateTimeFormat('en-GB', {
  ...{ day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit' },
  timeZone: 'UTC',
})

/** When it was taken, by the camera's clock, or else that it was added then. */
export function dayOf({ shownAt, takenAt }: Pick<FileView, 'shownAt' | 'takenAt'>): string {
  const text = day.format(new Date(`${shownAt}Z`))
  return takenAt === null ? `added ${text}` : text
}
