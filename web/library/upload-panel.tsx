import { useEffect, useRef, useState } from 'preact/hooks'
import { Button, IconButton } from '../ui/button.tsx'
import { formatBytes, formatTimeLeft } from '../ui/format.ts'
import { Icon } from '../ui/icons.tsx'
import { Progress } from '../ui/state-notes.tsx'
import {
  inOrderOfInterest,
  isOpen,
  isUnfinished,
  rateOf,
  type Sample,
  secondsLeft,
  totalsOf,
  type Upload,
} from './upload-queue.ts'
import { samples, uploads } from './upload-state.ts'
import { placeInWords, uploadWords } from './upload-words.ts'
import {
  cancelUpload,
  clearUploads,
  goOnWith,
  pauseAll,
  pauseUpload,
  resumeAll,
  resumeUpload,
  retryFailed,
  retryUpload,
} from './uploads.ts'

/** Of more rows than these, the rest is only counted. */
const shownRows = 80

/** The panel of the queue that runs; nothing while there is nothing in it. */
export function UploadDock() {
  return uploads.value.length === 0 ? null : (
    <UploadPanel uploads={uploads.value} samples={samples.value} />
  )
}

/** What is being sent: in all, and file by file. */
function UploadPanel(props: { uploads: Upload[]; samples: Sample[] }) {
  const totals = totalsOf(props.uploads)
  // Folds by itself where the list would hide the pictures that have just arrived: on a phone, and
  // when all went well. What failed stays in sight.
  const [chosen, setChosen] = useState<boolean | null>(null)
  const needsSomebody = totals.failed + totals.lost > 0
  const isQuiet = totals.open === 0 || matchMedia('(max-width: 800px)').matches
  const isFolded = chosen ?? (isQuiet && !needsSomebody)
  const rate = totals.open > 0 ? rateOf(props.samples) : null
  const rows = isFolded ? [] : inOrderOfInterest(props.uploads)
  const isOver = !props.uploads.some(isUnfinished)
  return (
    <section class="upload-panel" aria-label="Uploads">
      <header>
        <div class="upload-head">
          <h2 aria-live="polite">{headline(totals)}</h2>
          <p class="quiet figures">
            {isOver && totals.finished > 0
              ? `${totals.verified} of ${totals.finished} verified`
              : totals.totalBytes > 0 &&
                `${formatBytes(totals.sentBytes)} of ${formatBytes(totals.totalBytes)}`}
            {rate !== null && ` · ${formatBytes(rate)}/s`}{' '}
            {formatTimeLeft(secondsLeft(totals, rate))}
            {placeInWords(props.uploads)}
          </p>
        </div>
        {props.uploads.filter((upload) => upload.canRetry).length > 1 && (
          <Button kind="quiet" icon="retry" onClick={retryFailed}>
            Retry all
          </Button>
        )}
        {totals.open > 0 ? (
          <IconButton icon="pause" label="Pause all uploads" onClick={pauseAll} />
        ) : (
          totals.paused > 0 && (
            <IconButton icon="play" label="Go on with all uploads" onClick={resumeAll} />
          )
        )}
        <IconButton
          icon="down"
          label={isFolded ? 'Show the files' : 'Fold'}
          class={isFolded ? 'is-turned' : ''}
          onClick={() => setChosen(!isFolded)}
        />
        {isOver && <IconButton icon="close" label="Close" onClick={clearUploads} />}
      </header>
      <Progress value={totals.share} label="All uploads" />
      {!isFolded && (
        <ul>
          {rows.slice(0, shownRows).map((upload) => (
            <UploadRow key={upload.key} upload={upload} />
          ))}
          {rows.length > shownRows && (
            <li class="upload-row quiet">and {rows.length - shownRows} more</li>
          )}
        </ul>
      )}
    </section>
  )
}

function headline(totals: ReturnType<typeof totalsOf>): string {
  if (totals.open > 0) return `Uploading ${totals.finished} of ${totals.count}`
  if (totals.paused > 0) return `Paused: ${totals.finished} of ${totals.count} are in the vault`
  if (totals.lost > 0) return totals.lost === 1 ? '1 upload broke off' : `${totals.lost} broke off`
  if (totals.failed > 0) return `${totals.failed} of ${totals.count} could not be uploaded`
  return totals.count === 1 ? '1 file is in the vault' : `${totals.count} files are in the vault`
}

function UploadRow({ upload }: { upload: Upload }) {
  const { key, name, state } = upload
  const isHalfDone = ['sending', 'resting', 'paused'].includes(state) && upload.sentBytes > 0
  return (
    <li class={`upload-row is-${state}`}>
      <span class="upload-name">{[...upload.folders, name].join(' / ')}</span>
      <span class="upload-state">
        {(state === 'done' || state === 'duplicate') && (
          <Icon name={state === 'done' && !upload.proof?.verified ? 'clock' : 'check'} size={16} />
        )}
        {uploadWords(upload)}
      </span>
      {(state === 'sending' || isHalfDone) && upload.webAddress === undefined && (
        <Progress value={upload.sentBytes / Math.max(1, upload.size)} label={name} />
      )}
      <span class="upload-tools">
        {state === 'sending' && upload.webAddress === undefined && (
          <IconButton icon="pause" label={`Pause ${name}`} onClick={() => pauseUpload(key)} />
        )}
        {(state === 'paused' || state === 'resting') && (
          <IconButton icon="play" label={`Go on with ${name}`} onClick={() => resumeUpload(key)} />
        )}
        {state === 'lost' && <ChooseAgain name={name} onFile={(file) => goOnWith(key, file)} />}
        {state === 'failed' && upload.canRetry && (
          <IconButton icon="retry" label={`Retry ${name}`} onClick={() => retryUpload(key)} />
        )}
        {(isOpen(upload) || isUnfinished(upload)) && (
          <IconButton icon="close" label={`Cancel ${name}`} onClick={() => cancelUpload(key)} />
        )}
      </span>
    </li>
  )
}

function ChooseAgain({ name, onFile }: { name: string; onFile: (file: File) => boolean }) {
  const ref = useRef<HTMLInputElement>(null)
  const [isWrong, setWrong] = useState(false)
  useEffect(() => {
    if (!isWrong) return
    const timer = setTimeout(() => setWrong(false), 4_000)
    return () => clearTimeout(timer)
  }, [isWrong])
  return (
    <>
      <Button kind="quiet" onClick={() => ref.current?.click()}>
        {isWrong ? 'Another file' : 'Choose'}
      </Button>
      <input
        ref={ref}
        type="file"
        hidden
        aria-label={`Choose ${name} again`}
        onChange={(event) => {
          const file = event.currentTarget.files?.[0]
          event.currentTarget.value = ''
          if (file && !onFile(file)) setWrong(true)
        }}
      />
    </>
  )
}
