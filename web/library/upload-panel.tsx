import { useState } from 'preact/hooks'
import { Button, IconButton } from '../ui/button.tsx'
import { formatBytes, formatTimeLeft } from '../ui/format.ts'
import { Icon } from '../ui/icons.tsx'
import { Progress } from '../ui/state-notes.tsx'
import {
  inOrderOfInterest,
  isOpen,
  secondsLeft,
  totalsOf,
  type Upload,
  type UploadState,
} from './upload-queue.ts'

const words: Record<UploadState, string> = {
  waiting: 'waiting',
  hashing: 'checking',
  sending: 'sending',
  done: 'in the vault',
  duplicate: 'already in the library',
  failed: 'failed',
  cancelled: 'cancelled',
}

/** What is being sent: in all, and file by file. */
export function UploadPanel(props: {
  uploads: Upload[]
  startedAtMs: number
  onCancel: (key: number) => void
  onRetry: (key: number) => void
  onRetryFailed: () => void
  onClear: () => void
}) {
  const totals = totalsOf(props.uploads)
  // Folds by itself where the list would hide the pictures that have just arrived: on a phone, and
  // when all went well. What failed stays in sight.
  const [chosen, setChosen] = useState<boolean | null>(null)
  const isQuiet = totals.open === 0 || matchMedia('(max-width: 800px)').matches
  const isFolded = chosen ?? (isQuiet && totals.failed === 0)
  const left = totals.open > 0 ? secondsLeft(totals, props.startedAtMs, Date.now()) : null
  return (
    <section class="upload-panel" aria-label="Uploads">
      <header>
        <div class="upload-head">
          <h2 aria-live="polite">{headline(totals)}</h2>
          <p class="quiet">
            {formatBytes(totals.sentBytes)} of {formatBytes(totals.totalBytes)}{' '}
            {formatTimeLeft(left)}
          </p>
        </div>
        {props.uploads.filter((upload) => upload.canRetry).length > 1 && (
          <Button kind="quiet" icon="retry" onClick={props.onRetryFailed}>
            Retry all
          </Button>
        )}
        <IconButton
          icon={isFolded ? 'upload' : 'right'}
          label={isFolded ? 'Show the files' : 'Fold'}
          class={isFolded ? '' : 'is-turned'}
          onClick={() => setChosen(!isFolded)}
        />
        {totals.open === 0 && <IconButton icon="close" label="Close" onClick={props.onClear} />}
      </header>
      <Progress value={totals.share} label="All uploads" />
      {!isFolded && (
        <ul>
          {inOrderOfInterest(props.uploads).map((upload) => (
            <UploadRow
              key={upload.key}
              upload={upload}
              onCancel={props.onCancel}
              onRetry={props.onRetry}
            />
          ))}
        </ul>
      )}
    </section>
  )
}

function headline(totals: ReturnType<typeof totalsOf>): string {
  if (totals.open > 0) return `Uploading ${totals.finished} of ${totals.count}`
  if (totals.failed > 0) return `${totals.failed} of ${totals.count} could not be uploaded`
  return totals.count === 1 ? '1 file is in the vault' : `${totals.count} files are in the vault`
}

function UploadRow(props: {
  upload: Upload
  onCancel: (key: number) => void
  onRetry: (key: number) => void
}) {
  const { upload } = props
  return (
    <li class={`upload-row is-${upload.state}`}>
      <span class="upload-name">{upload.file.name}</span>
      <span class="upload-state">
        {(upload.state === 'done' || upload.state === 'duplicate') && (
          <Icon name="check" size={16} />
        )}
        {upload.state === 'failed' ? upload.note : words[upload.state]}
      </span>
      {upload.state === 'sending' && (
        <Progress
          value={upload.sentBytes / Math.max(1, upload.file.size)}
          label={upload.file.name}
        />
      )}
      {isOpen(upload) && (
        <IconButton
          icon="close"
          label={`Cancel ${upload.file.name}`}
          onClick={() => props.onCancel(upload.key)}
        />
      )}
      {upload.state === 'failed' && upload.canRetry && (
        <IconButton
          icon="retry"
          label={`Retry ${upload.file.name}`}
          onClick={() => props.onRetry(upload.key)}
        />
      )}
    </li>
  )
}
