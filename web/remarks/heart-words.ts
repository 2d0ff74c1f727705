import type { Remarks } from '#contracts/remarks'

const named = 3

/** Who else likes it: `Ada and Bo`, or `Ada, Bo, Cy and 4 more`. */
export function heartWords({ by, count, isOwn }: Remarks['hearts']): string {
  const shown = by.slice(0, named)
  const more = count - (isOwn ? 1 : 0) - shown.length
  const all = more > 0 ? [...shown, `${more} more`] : shown
  return new Intl.ListFormat('en-GB', { type: 'conjunction' }).format(all)
}
