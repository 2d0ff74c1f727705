import './search.css'
import { useEffect, useMemo, useState } from 'preact/hooks'
import type { Me } from '#contracts/accounts'
import type { SavedSearch } from '#contracts/search'
import { sentenceOf } from '../api.ts'
import { GridSkeleton } from '../library/grid-skeleton.tsx'
import { onSpaceEvent } from '../library/live.ts'
import { OpenViewer } from '../library/open-viewer.tsx'
import { Button, IconButton } from '../ui/button.tsx'
import { Icon } from '../ui/icons.tsx'
import { follow, navigate } from '../ui/route.ts'
import { StateNote } from '../ui/state-notes.tsx'
import { searchAddress } from './addresses.ts'
import { FoundFiles, mayEdit, useResults } from './found-files.tsx'
import { readSavedAddress, savedAddress } from './saved-addresses.ts'
import { deleteSaved, placeOf, useSavedSearches, withSaved } from './saved-calls.ts'
import { RenameSavedDialog } from './saved-dialogs.tsx'
import { SavedQuery } from './saved-query.tsx'
import { countWords } from './search-head.tsx'
import { SearchFailed } from './search-notes.tsx'
import { searchedIn } from './searched-in.ts'

/** A saved search as an album: what it finds now, and what comes while it is open. */
export function SavedPage({ me, path }: { me: Me; path: string }) {
  const at = readSavedAddress(path)
  const list = useSavedSearches()
  const { status, items, error } = list.list.value
  const saved = items.find(({ id }) => id === at?.id)
  if (status === 'loading') return <GridSkeleton />
  if (saved === undefined) {
    return <NoSuchSaved error={error} onRetry={() => void list.load()} />
  }
  return (
    <Saved
      key={saved.id}
      me={me}
      saved={saved}
      path={path}
      onChanged={(one) => list.change((all) => withSaved(all, one))}
    />
  )
}

function Saved(props: {
  me: Me
  saved: SavedSearch
  path: string
  onChanged: (saved: SavedSearch) => void
}) {
  const { me, saved } = props
  const place = useMemo(() => placeOf(saved), [saved])
  const results = useResults()
  useEffect(() => void results.ask(place), [place])
  useEffect(
    () =>
      onSpaceEvent(({ type }) => {
        if (type === 'files.changed' || type === 'folders.changed') results.refresh()
      }),
    [results],
  )
  const found = results.found.value
  const files = useMemo(() => found.items.map(({ file }) => file), [found.items])
  const openId = readSavedAddress(props.path)?.openId ?? null
  const open = files.find(({ id }) => id === openId)
  const isEmpty = found.status === 'ready' && found.items.length === 0
  return (
    <div class="search-found">
      <SavedHead me={me} saved={saved} count={countWords(found)} onChanged={props.onChanged} />
      {(found.status === 'idle' || found.status === 'loading') && <GridSkeleton />}
      {found.status === 'failed' && (
        <SearchFailed error={found.error} place={place} onRetry={() => void results.again()} />
      )}
      {isEmpty && (
        <StateNote icon="search" title="Nothing fits this search now">
          What comes into the vault and fits will be here.
        </StateNote>
      )}
      {found.status === 'ready' && !isEmpty && (
        <FoundFiles
          me={me}
          found={found}
          files={files}
          hrefOf={(id) => savedAddress(saved.id, id)}
          openId={openId}
          onMore={results.more}
        />
      )}
      <OpenViewer
        files={files}
        openId={openId}
        back={savedAddress(saved.id)}
        hrefOf={(id) => savedAddress(saved.id, id)}
        canEdit={open !== undefined && mayEdit(me, open)}
        canPurge={false}
      />
    </div>
  )
}

function SavedHead(props: {
  me: Me
  saved: SavedSearch
  count: string
  onChanged: (saved: SavedSearch) => void
}) {
  const { me, saved } = props
  const [isRenaming, setRenaming] = useState(false)
  return (
    <header class="saved-head">
      <div>
        <a class="saved-up quiet" href="/albums" onClick={follow}>
          <Icon name="left" size={14} /> Albums
        </a>
        <h2>{saved.name}</h2>
        <p class="quiet">
          Searches for <SavedQuery saved={saved} /> {searchedIn(me, saved)} ·{' '}
          <span role="status">{props.count}</span>
        </p>
      </div>
      <div class="saved-tools">
        <a class="button" href={searchAddress(placeOf(saved))} onClick={follow}>
          <Icon name="search" size={18} /> <span>Search from here</span>
        </a>
        <IconButton
          icon="pencil"
          label={`Rename ${saved.name}`}
          onClick={() => setRenaming(true)}
        />
        <IconButton
          icon="trash"
          label={`Delete ${saved.name}`}
          onClick={() =>
            void deleteSaved(saved, (made) => navigate(savedAddress(made.id))).then((isDone) => {
              if (isDone) navigate('/albums', { replace: true })
            })
          }
        />
      </div>
      {isRenaming && (
        <RenameSavedDialog
          saved={saved}
          onRenamed={props.onChanged}
          onClose={() => setRenaming(false)}
        />
      )}
    </header>
  )
}

function NoSuchSaved({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  return (
    <StateNote
      icon={error === null ? 'album' : 'alert'}
      kind={error === null ? 'plain' : 'danger'}
      title={error === null ? 'This saved search is not here' : 'It could not be loaded'}
      action={
        error === null ? (
          <a class="button" href="/albums" onClick={follow}>
            Go to the albums
          </a>
        ) : (
          <Button kind="primary" icon="retry" onClick={onRetry}>
            Try again
          </Button>
        )
      }
    >
      {error === null ? 'It was deleted, or it is somebody else’s.' : sentenceOf(error)}
    </StateNote>
  )
}
