import type { Me } from '#contracts/accounts'
import { formatBytes } from '../ui/format.ts'
import { follow } from '../ui/route.ts'
import { Sheet } from '../ui/sheet.tsx'

/** What one's pictures take, and which part of it emptying the trash would give back. */
export function StorageSheet({ me, trashBytes }: { me: Me; trashBytes: number | null }) {
  const trash = trashBytes ?? 0
  const used = me.usedBytes + me.reservedBytes
  const parts = [
    { kind: 'kept', name: 'Kept', bytes: me.usedBytes - trash },
    { kind: 'trash', name: 'In the trash', bytes: trash },
    { kind: 'coming', name: 'Being uploaded', bytes: me.reservedBytes },
  ]
  return (
    <Sheet
      title="Storage"
      lead="Of all spaces that are yours, with originals, previews and what lies in their trash."
    >
      <p class="storage-figure">
        <strong>{formatBytes(used)}</strong>{' '}
        <span class="quiet">of {formatBytes(me.quotaBytes)}</span>
      </p>
      <div
        class="storage-bar"
        role="img"
        aria-label={`${formatBytes(used)} of ${formatBytes(me.quotaBytes)} are used.`}
      >
        {parts.map(({ kind, bytes }) => (
          <span key={kind} class={`is-${kind}`} style={{ width: widthOf(bytes, me.quotaBytes) }} />
        ))}
      </div>
      <ul class="storage-parts">
        {parts
          .filter(({ kind, bytes }) => kind === 'kept' || bytes > 0)
          .map(({ kind, name, bytes }) => (
            <li key={kind}>
              <span class={`storage-dot is-${kind}`} /> {name}{' '}
              <strong>{formatBytes(Math.max(0, bytes))}</strong>
            </li>
          ))}
        <li>
          <span class="storage-dot" /> Free{' '}
          <strong>{formatBytes(Math.max(0, me.quotaBytes - used))}</strong>
        </li>
      </ul>
      {trash > 0 && (
        <p class="quiet settings-note">
          What is deleted counts for 30 days, or until it is purged in{' '}
          <a href="/trash" onClick={follow}>
            the trash
          </a>
          .
        </p>
      )}
    </Sheet>
  )
}

/** Something always shows, however little of a large quota it is. */
function widthOf(bytes: number, quotaBytes: number): string {
  if (bytes <= 0) return '0'
  return `max(3px, ${(100 * Math.min(1, bytes / Math.max(1, quotaBytes))).toFixed(2)}%)`
}
