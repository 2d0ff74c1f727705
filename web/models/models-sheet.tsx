import './models.css'
import type { ComponentChildren } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import type { ModelAction, ModelView } from '#contracts/models'
import { attempt } from '../shell/attempt.ts'
import { LoadedBody } from '../shell/loaded-body.tsx'
import { TaskDialog } from '../shell/task-dialog.tsx'
import { Button } from '../ui/button.tsx'
import { formatBytes } from '../ui/format.ts'
import { Row, Sheet } from '../ui/sheet.tsx'
import { Badge } from '../ui/state-notes.tsx'
import { FetchProgress } from './fetch-progress.tsx'
import { fetchWords } from './fetch-words.ts'
import { changeModel, models } from './model-store.ts'

/** Models that the home node can fetch, and by which of them pictures are compared. */
export function ModelsSheet() {
  useEffect(() => models.follow(), [])
  const { value, error } = models.state.value
  return (
    <Sheet
      title="Models"
      lead="For semantic search the home node compares pictures with words by one of these. Nothing is downloaded before you start it; afterwards it runs at home and asks nobody."
    >
      <LoadedBody value={value} error={error} onRetry={() => void models.load()}>
        {({ models: all }) =>
          all.length === 0 ? (
            <p class="sheet-empty quiet">This home node knows no models.</p>
          ) : (
            <ul aria-label="Models">
              {all.map((model) => (
                <ModelRow key={model.id} model={model} />
              ))}
            </ul>
          )
        }
      </LoadedBody>
    </Sheet>
  )
}

function ModelRow({ model }: { model: ModelView }) {
  const [isChoosing, setChoosing] = useState(false)
  const { id, name, state, sizeBytes, receivedBytes } = model
  const run = (action: ModelAction, done?: string) =>
    void attempt(() => changeModel(id, action), done).then(models.load)
  const begun = state !== 'broken' && receivedBytes > 0
  return (
    <Row
      title={name}
      badges={
        <>
          {stateBadges[state]}{' '}
          {model.isChosen && <Badge kind="plain">{state === 'ready' ? 'In use' : 'Chosen'}</Badge>}
        </>
      }
      note={`${model.about} ${formatBytes(sizeBytes)}, ${model.dimensions} dimensions, licence ${model.licence}.`}
      actions={
        <>
          {state === 'fetching' && <Button onClick={() => run('cancel')}>Cancel</Button>}
          {state !== 'fetching' && state !== 'ready' && (
            <Button icon="download" onClick={() => run('fetch')}>
              {fetchWords(state, model)}
            </Button>
          )}
          {(state === 'ready' || state === 'broken') && (
            <Button kind="quiet" onClick={() => run('verify', `The files of ${name} are checked.`)}>
              Check the files
            </Button>
          )}
          {state === 'ready' && !model.isChosen && (
            <Button onClick={() => setChoosing(true)}>Use it</Button>
          )}
        </>
      }
    >
      {(state === 'fetching' || (state === 'failed' && begun)) && <FetchProgress model={model} />}
      {model.note && (
        <p class={state === 'ready' ? 'row-note quiet' : 'model-note'}>{model.note}</p>
      )}
      {isChoosing && (
        <TaskDialog
          title={`Search by ${name}?`}
          button="Use it"
          onSubmit={async () => {
            await changeModel(id, 'choose')
            await models.load()
          }}
          onClose={() => setChoosing(false)}
        >
          <p>
            Every picture is looked at again in the background. What was found before goes on
            answering until then.
          </p>
        </TaskDialog>
      )}
    </Row>
  )
}

const stateBadges: Record<ModelView['state'], ComponentChildren> = {
  missing: <Badge kind="plain">Not downloaded</Badge>,
  fetching: <Badge kind="waiting">Downloading</Badge>,
  failed: <Badge kind="danger">Broke off</Badge>,
  broken: <Badge kind="danger">Not the right files</Badge>,
  ready: <Badge kind="proof">Ready</Badge>,
}
