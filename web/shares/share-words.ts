import type { ShareView } from '#contracts/shares'

const minute = 60
const [hour, day] = [60 * minute, 24 * 60 * minute]

/** How long a new link lasts, in seconds; `never` without an end. */
export const lifetimes = [
  { value: `${hour}`, name: 'An hour' },
  { value: `${day}`, name: 'A day' },
  { value: `${7 * day}`, name: 'A week' },
  { value: `${30 * day}`, name: '30 days' },
  { value: `${365 * day}`, name: 'A year' },
  { value: 'never', name: 'Without an end' },
] as const

export const sides = [
  { value: '320', name: 'Small (320 pixels)' },
  { value: '1600', name: 'For screens (1,600 pixels)' },
  { value: '2560', name: 'Large (2,560 pixels)' },
] as const

export const downloadChoices = [
  { value: 'none', name: 'Nothing, they only look' },
  { value: 'previews', name: 'The pictures as they are shown' },
  { value: 'originals', name: 'The originals' },
] as const

export const stateNames: Record<ShareView['state'], string> = {
  open: 'Open',
  ended: 'Ended',
  'used-up': 'Used up',
  revoked: 'Taken back',
}

/** What a link shows: `3 files`, `A folder, as it is each time`. */
export function contentWords({ kind, fileCount, query }: ShareView): string {
  if (kind === 'folder') return 'A folder, as it is each time'
  if (kind === 'search') return `What “${query}” finds`
  return fileCount === 1 ? '1 file' : `${fileCount} files`
}

/** What a link asks for and allows, besides showing pictures. */
export function policyWords(share: ShareView): string[] {
  const words: string[] = []
  if (share.hasPassword) words.push('Password')
  if (share.viewsLeft !== null) words.push(`${share.viewsLeft} views left`)
  if (share.downloads === 'originals') {
    words.push(share.stripsMetadata ? 'Originals, cleaned' : 'Originals with all they say')
  } else if (share.downloads === 'previews') words.push('Previews to keep')
  if (share.downloadsLeft !== null) words.push(`${share.downloadsLeft} downloads left`)
  if (share.watermark !== null) words.push('Watermark')
  if (share.isEmbeddable) words.push('In frames')
  return words
}

/** `12 visits, the last 3 hours ago`, said by `ago`. */
export function visitWords(share: ShareView, ago: (iso: string) => string): string {
  if (share.lastVisitAt === null) return 'Nobody has been here yet'
  const visits = share.visits === 1 ? '1 visit' : `${share.visits} visits, the last`
  const downloads = share.downloaded > 0 ? ` · ${share.downloaded} downloads` : ''
  return `${visits} ${ago(share.lastVisitAt)}${downloads}`
}
