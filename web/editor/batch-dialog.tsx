import './batch.css'
import { useEffect, useState } from 'preact/hooks'
import type { FileView } from '#contracts/files'
import type { FileId } from '#contracts/ids'
import { answer, api } from '../api.ts'
import { filesInWords } from '../folders/folder-actions.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { type BatchChange, type BatchRun, batchRun, runBatch, undoBatch } from './batch-edit.ts'
import { filterNames, filters } from './filters.ts'
import { copiedEdit } from './keep-edit.ts'

/** One change for all pictures that are chosen. The originals stay, and it can be undone. */
export function BatchDialog(props: {
  ids: FileId[]
  onChanged: (ids: FileId[]) => void
  onClose: () => void
}) {
  const { ids } = props
  const [picked, setPicked] = useState<BatchChange | null>(
    copiedEdit.value ? { kind: 'paste', edit: copiedEdit.value } : null,
  )
  const [isUndoing, setUndoing] = useState(false)
  const run = batchRun.value
  const isRunning = run !== null && !run.isOver
  useEffect(() => {
    batchRun.value = null
  }, [])
  const start = async (work: () => Promise<void>) => {
    await work()
    props.onChanged(ids)
  }
  return (
    <Dialog
      title={`Edit ${filesInWords(ids.length)}`}
      onClose={props.onClose}
      isKept={isRunning}
      actions={
        run === null ? (
          <>
            <Button onClick={props.onClose}>Cancel</Button>
            <Button
              kind="primary"
              disabled={picked === null}
              onClick={() => picked && void start(() => runBatch(ids, picked))}
            >
              Apply
            </Button>
          </>
        ) : (
          <>
            {!isUndoing && (
              <Button
                disabled={isRunning || run.before.length === 0}
                onClick={() => {
                  setUndoing(true)
                  void start(() => undoBatch(run))
                }}
              >
                Undo
              </Button>
            )}
            <Button kind="primary" disabled={isRunning} onClick={props.onClose}>
              Done
            </Button>
          </>
        )
      }
    >
      {run === null ? (
        <Choices picked={picked} onPick={setPicked} />
      ) : (
        <Progress run={run} isUndoing={isUndoing} />
      )}
    </Dialog>
  )
}

function Choices(props: { picked: BatchChange | null; onPick: (change: BatchChange) => void }) {
  const { picked, onPick } = props
  const copied = copiedEdit.value
  const choice = (label: string, change: BatchChange, hint?: string) => (
    <label key={label} class="batch-choice">
      <input
        type="radio"
        name="change"
        checked={JSON.stringify(picked) === JSON.stringify(change)}
        onChange={() => onPick(change)}
      />
      <span>
        {label}
        {hint && <small>{hint}</small>}
      </span>
    </label>
  )
  return (
    <div class="batch">
      {copied ? (
        choice('Paste the copied edit', { kind: 'paste', edit: copied }, 'Crop, knobs and filter')
      ) : (
        <p class="batch-note">
          To give them the edit of another picture, open that one, press e and “Copy edit”.
        </p>
      )}
      <fieldset>
        <legend>Filter</legend>
        <div class="batch-filters">
          {filterNames.map((filter) => choice(filters[filter].label, { kind: 'filter', filter }))}
        </div>
      </fieldset>
      {choice('Rotate by 90°', { kind: 'turn' }, 'Clockwise')}
      {choice('Revert to the originals', { kind: 'revert' })}
    </div>
  )
}

function Progress({ run, isUndoing }: { run: BatchRun; isUndoing: boolean }) {
  const { total, done, failures, isOver } = run
  const names = useNames(isOver ? failures.map(({ id }) => id) : [])
  const good = done - failures.length
  const said = isUndoing ? 'as they were before' : 'edited'
  return (
    <div class="batch">
      <p role="status">
        {isOver ? `${good} of ${total} are ${said}.` : `${done} of ${total}…`}
        {isOver && !isUndoing && good > 0 && ' Their previews follow.'}
      </p>
      <progress max={total} value={done} aria-label="Pictures" />
      {failures.length > 0 && (
        <ul class="batch-failures">
          {failures.map(({ id, sentence }) => (
            <li key={id}>
              <strong>{names.get(id) ?? 'A picture'}</strong>
              <span>{sentence}</span>
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}

/** By id, for those that failed. */
function useNames(ids: FileId[]): Map<FileId, FileView['name']> {
  const [names, setNames] = useState(new Map<FileId, FileView['name']>())
  const asked = ids.slice(0, 100).join(',')
  useEffect(() => {
    if (asked === '') return
    answer(api.api.files.$get({ query: { ids: asked } })).then(
      ({ items }) => setNames(new Map(items.map((file) => [file.id, file.name]))),
      // Their reasons are told without.
      () => null,
    )
  }, [asked])
  return names
}
