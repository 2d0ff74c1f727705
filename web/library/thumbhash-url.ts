import { thumbHashToDataURL } from 'thumbhash'

const known = new Map<string, string>()

/** A tiny blurred picture as a data URL; remembered, since the same tile is drawn many times. */
export function thumbhashUrl(thumbhash: string): string {
  const found = known.get(thumbhash)
  if (found) return found
  const url = thumbHashToDataURL(Uint8Array.from(atob(thumbhash), (char) => char.charCodeAt(0)))
  if (known.size > 2_000) known.clear()
  known.set(thumbhash, url)
  return url
}
