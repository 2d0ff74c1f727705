import './ledger.css'
import { useState } from 'preact/hooks'
import type { CopyView } from '#contracts/files'
import { formatAgo, formatExact } from '../ui/format.ts'
import { Icon, type IconName } from '../ui/icons.tsx'
import { showToast } from '../ui/toast.tsx'

const marks: Record<CopyView['state'], { icon: IconName; word: string; kind: string }> = {
  verified: { icon: 'check', word: 'verified', kind: 'proof' },
  received: { icon: 'clock', word: 'received, being read back', kind: 'waiting' },
  waiting: { icon: 'clock', word: 'waiting', kind: 'waiting' },
  bad: { icon: 'alert', word: 'damaged', kind: 'danger' },
}

/** Where the original lies, and when its bytes were last proven there. The heart of the vault. */
export function Ledger(props: { copies: CopyView[]; sha256: string; nowMs: number }) {
  const verified = props.copies.filter((copy) => copy.state === 'verified').length
  const isWhole = verified === props.copies.length
  return (
    <section class="ledger" aria-label="Copies">
      <header class="ledger-head">
        <h3>Copies</h3>
        <span class={`badge badge-${isWhole ? 'proof' : 'waiting'} figures`}>
          {verified} of {props.copies.length} verified
        </span>
      </header>
      <ol>
        {props.copies.map((copy) => {
          const mark = marks[copy.state]
          return (
            <li key={copy.place} class="ledger-row">
              <span class={`ledger-mark ledger-mark-${mark.kind}`}>
                <Icon name={mark.icon} size={16} />
              </span>
              <span class="ledger-place">{copy.name}</span>
              {copy.verifiedAt ? (
                <time
                  class="ledger-when figures"
                  dateTime={copy.verifiedAt}
                  title={`${mark.word}, ${formatExact(copy.verifiedAt)}`}
                >
                  {mark.word} {formatAgo(copy.verifiedAt, props.nowMs)}
                </time>
              ) : (
                <span class="ledger-when">{mark.word}</span>
              )}
            </li>
          )
        })}
      </ol>
      <Fingerprint sha256={props.sha256} />
    </section>
  )
}

/** The SHA-256 in eight groups: the same in every place, or it is not a copy. */
function Fingerprint({ sha256 }: { sha256: string }) {
  const [isCopied, setCopied] = useState(false)
  async function copy() {
    try {
      await navigator.clipboard.writeText(sha256)
    } catch {
      showToast('The browser did not allow copying. Select the SHA-256 instead.')
      return
    }
    setCopied(true)
    setTimeout(() => setCopied(false), 2_000)
  }
  return (
    <button type="button" class="fingerprint" onClick={() => void copy()} title="Copy the SHA-256">
      <span class="fingerprint-label">
        SHA-256 <Icon name={isCopied ? 'check' : 'copy'} size={14} />
        <span role="status">{isCopied ? 'copied' : ''}</span>
      </span>
      <span class="fingerprint-groups mono">
        {(sha256.match(/.{8}/g) ?? []).map((group, index) => (
          <span key={`${index}-${group}`}>{group}</span>
        ))}
      </span>
    </button>
  )
}
