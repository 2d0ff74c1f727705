import { useEffect } from 'preact/hooks'
import type { ModelAction, SemanticSearch } from '#contracts/models'
import { sentenceOf } from '../api.ts'
import { FetchProgress } from '../models/fetch-progress.tsx'
import { fetchWords } from '../models/fetch-words.ts'
import { changeModel } from '../models/model-store.ts'
import { semanticSearch } from '../models/semantic-store.ts'
import { attempt } from '../shell/attempt.ts'
import { Button } from '../ui/button.tsx'
import { formatBytes } from '../ui/format.ts'
import { SemanticNote } from './semantic-note.tsx'

/** Semantic search needs a model that is not shipped: who may start the download, and how far it is. */
export function ModelOffer(props: { isAdmin: boolean; byWords: boolean }) {
  useEffect(() => semanticSearch.follow(), [])
  const { value, error } = semanticSearch.state.value
  const lead = props.byWords ? 'Searched by words.' : ''
  if (value === null) {
    if (error === null) return <SemanticNote>{lead}</SemanticNote>
    return (
      <SemanticNote
        action={
          <Button kind="quiet" icon="retry" onClick={() => void semanticSearch.load()}>
            Try again
          </Button>
        }
      >
        {lead} Whether more is possible is not known: {sentenceOf(error)}
      </SemanticNote>
    )
  }
  return <Offer of={value} isAdmin={props.isAdmin} lead={lead} />
}

function Offer(props: { of: SemanticSearch; isAdmin: boolean; lead: string }) {
  const { isAdmin, lead } = props
  const { state, model } = props.of
  if (state === 'offline' || model === null) {
    return (
      <SemanticNote>
        {lead} The home node is away, which would compare what pictures show.
      </SemanticNote>
    )
  }
  if (state === 'ready')
    return <SemanticNote>{model.name} is there now and will be asked.</SemanticNote>
  const run = (action: ModelAction) =>
    void attempt(() => changeModel(model.id, action)).then(semanticSearch.load)
  if (state === 'fetching') {
    return (
      <SemanticNote
        action={
          <>
            <FetchProgress model={model} />
            {isAdmin && (
              <Button kind="quiet" onClick={() => run('cancel')}>
                Cancel
              </Button>
            )}
          </>
        }
      >
        {lead} {model.name} is being downloaded, for semantic search.
      </SemanticNote>
    )
  }
  return (
    <SemanticNote
      action={
        isAdmin && (
          <Button icon="download" onClick={() => run('fetch')}>
            {fetchWords(state, model)}
          </Button>
        )
      }
    >
      {lead} {why[state]} {model.name} ({formatBytes(model.sizeBytes)}).{' '}
      {model.note && `${model.note} `}
      {!isAdmin && 'An admin can start it.'}
    </SemanticNote>
  )
}

const why = {
  missing: 'Semantic search, by what pictures show, needs the download of',
  failed: 'Semantic search is not there: the download broke off of',
  broken: 'Semantic search is not there: the files are not the right ones of',
}
