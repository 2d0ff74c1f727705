import { useEffect, useState } from 'preact/hooks'
import type { IndexingProgress } from '#contracts/indexing'
import { ModelsSheet } from '../models/models-sheet.tsx'
import { attempt } from '../shell/attempt.ts'
import { LoadedBody } from '../shell/loaded-body.tsx'
import { PagedBody } from '../shell/paged-body.tsx'
import { TaskDialog } from '../shell/task-dialog.tsx'
import { Button } from '../ui/button.tsx'
import { formatAgo, formatExact } from '../ui/format.ts'
import { Row, Sheet } from '../ui/sheet.tsx'
import { Badge, Progress } from '../ui/state-notes.tsx'
import { indexAgain, indexing, indexingFailures, retryIndexing } from './indexing-calls.ts'
import { indexedWords, rateWords } from './indexing-words.ts'

/** How far the engines are with the pictures of the vault, and the models that they may use. */
export function IndexingTab() {
  useEffect(() => indexing.follow(), [])
  const { value, error } = indexing.state.value
  const [isAgain, setAgain] = useState(false)
  const failed = value?.failed ?? 0
  useEffect(() => void indexingFailures.load(), [failed])
  return (
    <>
      <Sheet
        title="Indexing"
        lead="The home node looks at every picture, for objects and for text, so that search finds them. Previews come first; no other service is asked."
        action={
          <Button icon="retry" disabled={value === null} onClick={() => setAgain(true)}>
            Index again…
          </Button>
        }
      >
        <LoadedBody value={value} error={error} onRetry={() => void indexing.load()}>
          {(found) => <HowFar indexing={found} />}
        </LoadedBody>
      </Sheet>
      {failed > 0 && <Failures />}
      <ModelsSheet />
      {isAgain && (
        <TaskDialog
          title="Look at every picture again?"
          button="Index again"
          onSubmit={async () => {
            await indexAgain()
            await indexing.load()
          }}
          onClose={() => setAgain(false)}
        >
          <p>
            {(value?.total ?? 0).toLocaleString('en')} files are looked at again in the background.
            What was found before goes on answering until then, and what people tagged stays.
          </p>
        </TaskDialog>
      )}
    </>
  )
}

function HowFar({ indexing: of }: { indexing: IndexingProgress }) {
  const isAway = !of.isHomeOnline
  const left = of.waiting + of.running
  return (
    <div class="indexing">
      <div class="indexing-head">
        <strong>{indexedWords(of)}</strong>{' '}
        {isAway ? (
          <Badge kind="waiting">Home node away</Badge>
        ) : (
          left === 0 && of.failed === 0 && of.total > 0 && <Badge kind="proof">Up to date</Badge>
        )}
        <span class="quiet">{isAway ? '' : rateWords(of)}</span>
      </div>
      <Progress value={of.total === 0 ? 0 : of.indexed / of.total} label="Files looked at" />
      <dl class="indexing-figures">
        <Figure name="Waiting" value={of.waiting} />
        <Figure name="Being looked at" value={of.running} />
        <Figure name="Failed" value={of.failed} />
      </dl>
      <p class="quiet indexing-engines">
        {of.engines.length === 0 ? (
          'Which engines look at pictures is known once the home node has been here.'
        ) : (
          <>
            Engines: <span class="mono">{of.engines.join(', ')}</span>
          </>
        )}
      </p>
    </div>
  )
}

function Figure({ name, value }: { name: string; value: number }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd class="figures">{value.toLocaleString('en')}</dd>
    </div>
  )
}

function Failures() {
  return (
    <Sheet
      title="Could not be looked at"
      lead="They stay in the vault and are found by everything else that is known of them."
      action={
        <Button
          icon="retry"
          onClick={() =>
            void attempt(retryIndexing, 'They are looked at once more.').then(indexing.load)
          }
        >
          Try all again
        </Button>
      }
    >
      <PagedBody of={indexingFailures} empty="None any more.">
        {(items) => (
          <ul aria-label="Files that could not be looked at">
            {items.map((failure) => (
              <Row
                key={failure.fileId}
                title={failure.name}
                note={failure.note}
                figures={
                  <time
                    class="quiet"
                    dateTime={failure.failedAt}
                    title={formatExact(failure.failedAt)}
                  >
                    {formatAgo(failure.failedAt, Date.now())}
                  </time>
                }
              />
            ))}
          </ul>
        )}
      </PagedBody>
    </Sheet>
  )
}
