import './ledger.css'
import { useState } from 'preact/hooks'
import type { CopyView } from '#contracts/files'
import type { FileId } from '#contracts/ids'
import type { Keeping } from '#contracts/policy'
import { formatAgo, formatExact } from '../ui/format.ts'
import { Icon, type IconName } from '../ui/icons.tsx'
import { showToast } from '../ui/toast.tsx'
import { WaitForHome } from './wait-for-home.tsx'

const badges: Record<Keeping, { word: string; kind: string }> = {
  as_wanted: { word: 'kept as wanted', kind: 'proof' },
  short: { word: 'fewer than wanted', kind: 'waiting' },
  no_room: { word: 'no disk has room', kind: 'danger' },
}

const marks: Record<CopyView['state'], { icon: IconName; word: string; kind: string }> = {
  verified: { icon: 'check', word: 'verified', kind: 'proof' },
  received: { icon: 'clock', word: 'received, being read back', kind: 'waiting' },
  waiting: { icon: 'clock', word: 'waiting', kind: 'waiting' },
  bad: { icon: 'alert', word: 'damaged', kind: 'danger' },
  unwanted: { icon: 'archive', word: 'not wanted here', kind: 'quiet' },
}

/** Where the original lies, and when its bytes were last proven there. The heart of the vault. */
export function Ledger(props: {
  /** Null in pictures of it that belong to no file. */
  fileId: FileId | null
  sha256: string
  copies: CopyView[]
  keeping: Keeping
  nowMs: number
}) {
  const wanted = props.copies.filter((copy) => copy.state !== 'unwanted')
  const verified = wanted.filter((copy) => copy.state === 'verified').length
  const badge = badges[props.keeping]
  return (
    <section class="ledger" aria-label="Copies">
      <header class="ledger-head">
        <h3>Copies</h3>
        <span class={`badge badge-${badge.kind} figures`} title={badge.word}>
          {props.keeping === 'no_room' ? badge.word : `${verified} of ${wanted.length} verified`}
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
      {props.fileId !== null && isAtHomeAlone(props.copies) && (
        <WaitForHome fileId={props.fileId} />
      )}
      <Fingerprint sha256={props.sha256} />
    </section>
  )
}

const isAtHomeAlone = (copies: CopyView[]) =>
  !copies.some(({ place, state }) => place === 'r2' && state === 'verified') &&
  copies.some(({ place, state }) => place !== 'r2' && state === 'verified')

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
