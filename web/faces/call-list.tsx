import { useSignal } from '@preact/signals'
import { CopyButton } from '../ui/copy-text.tsx'
import { Badge } from '../ui/state-notes.tsx'
import { calls, type MadeCall } from './face-calls.ts'

/** What this page asked of the API, the latest first, each as a command to copy. */
export function CallList() {
  const isOpen = useSignal(false)
  const made = calls.value
  return (
    <details class="faces-calls" onToggle={(event) => (isOpen.value = event.currentTarget.open)}>
      <summary>
        Calls <span class="quiet">{made.length} made from here, as commands</span>
      </summary>
      {isOpen.value && (
        <>
          <p class="quiet">
            <code>$KEY</code> is a key of the organization, <code>$TOKEN</code> a person’s token:
            what only a person may do, as agreeing. Frames of the camera go over a WebSocket.
          </p>
          <ol aria-label="Calls">
            {made.map((call) => (
              <OneCall key={call.number} call={call} />
            ))}
          </ol>
        </>
      )}
    </details>
  )
}

function OneCall({ call }: { call: MadeCall }) {
  const { title, status, tookMs, curl, answer } = call
  const isWell = status !== null && status >= 200 && status < 300
  return (
    <li>
      <header>
        <strong class="mono">{title}</strong>
        {status === null ? (
          <Badge kind="waiting">under way</Badge>
        ) : (
          <Badge kind={isWell ? 'proof' : 'danger'}>{status === 0 ? 'offline' : status}</Badge>
        )}
        <span class="quiet">{status === null ? '' : `${tookMs} ms`}</span>
        <CopyButton text={curl} />
      </header>
      <pre class="mono">{curl}</pre>
      {answer !== '' && (
        <details>
          <summary>Answer</summary>
          <pre class="mono">{answer}</pre>
        </details>
      )}
    </li>
  )
}
